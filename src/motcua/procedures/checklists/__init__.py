"""From a few questions to the papers of one citizen."""
