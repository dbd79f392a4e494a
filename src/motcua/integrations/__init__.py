"""Outside systems, joined by named adapters and utilities."""
