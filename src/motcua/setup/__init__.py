"""How a site comes to be: profile steps, command line, demo, test layers."""
