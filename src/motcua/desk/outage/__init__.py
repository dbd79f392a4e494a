"""When power or network was down: numbers, slips on paper, late entry, approval."""
