"""Names of agencies and fields, and what became of them."""
