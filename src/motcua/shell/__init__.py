"""What the doors of the staff share, so that no door needs another."""
