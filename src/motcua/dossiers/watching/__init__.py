"""What lies and does not move: found, told by name, and resolved by moving."""
