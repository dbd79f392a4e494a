Editors, procedure control and publishers have screens of their own: rows by plain buttons, what is typed survives a closed window, two editors see each other's changes.
