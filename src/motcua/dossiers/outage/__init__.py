"""When power or network was down: numbers kept back, paper slips, late entry."""
