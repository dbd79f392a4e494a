"""Procedures from elsewhere: read, looked through, applied, undone, given back."""
