"""Lists of dossiers and results that are handed over, and what is missing of them."""
