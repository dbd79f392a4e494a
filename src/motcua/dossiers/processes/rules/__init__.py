"""The rules that a process is checked by, told apart by what they look at."""
