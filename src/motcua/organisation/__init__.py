"""Agencies, departments, one-stop units, persons, duties, calendars."""
