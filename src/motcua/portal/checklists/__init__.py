"""From a few questions to the list of papers of one citizen."""
