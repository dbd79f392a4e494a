"""What comes in: files as people send them, looked at before they are kept."""
