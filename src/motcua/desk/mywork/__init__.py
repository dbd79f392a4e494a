"""My work: what waits for an officer, asked in many ways, kept as each likes it."""
