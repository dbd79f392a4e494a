"""Finding procedures: what citizens say, and the words of the law."""
