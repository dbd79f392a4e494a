"""The door of archivists: digitisation, full-text search, records."""
