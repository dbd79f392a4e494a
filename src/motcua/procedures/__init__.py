"""The catalogue of administrative procedures: content, import, search."""
