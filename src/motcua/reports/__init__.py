"""The door of managers: the register and its figures."""
