"""The door of administrators and procedure editors."""
