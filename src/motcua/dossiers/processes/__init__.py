"""The internal process (quy trình nội bộ, điện tử) of a procedure, as data."""
