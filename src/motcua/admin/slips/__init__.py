"""Templates of slips: looked at, edited, tried with sample data, kept with a date."""
