"""The door of internal processes: written, tried, put into force."""
