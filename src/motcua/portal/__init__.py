"""The door of citizens: finding procedures and following a dossier."""
