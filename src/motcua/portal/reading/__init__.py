"""Pages about one procedure: as it stands, as it stood, its variants."""
