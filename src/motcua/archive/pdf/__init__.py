"""What is made of a file: PDF/A, its proof, pictures and copies of forms."""
