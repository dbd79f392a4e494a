"""Time of a dossier: its due dates, and the calendars they were promised by."""
