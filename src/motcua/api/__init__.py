"""The door of machines: REST endpoints."""
