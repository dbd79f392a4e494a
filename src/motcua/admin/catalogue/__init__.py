"""The door of those who keep the catalogue: editors, control, publishers."""
