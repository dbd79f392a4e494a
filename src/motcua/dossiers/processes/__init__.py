"""The internal process (quy trình nội bộ, quy trình điện tử) of a procedure, as data."""
