"""The door of archivists: scans, records, full text."""
