Procedures come from records of the national portal and go back to them without losing a letter; search understands everyday words, with and without marks.
