Administrators land at their own screens after logging in; following a dossier takes the whole telephone or identity number as well.
