"""Finding what the archive holds, and showing a hit on its page."""
