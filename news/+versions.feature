Versions of procedures wait for what depends on them, end by repeal with what replaces them, can be read as of any day, and tell their differences in plain words.
