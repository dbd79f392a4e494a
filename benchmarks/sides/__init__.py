"""What the benchmarks that compare two sides have in common."""
