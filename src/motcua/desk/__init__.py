"""The door of officers: counter, inbox, dossier, leader."""
