A storm stops the clocks of many dossiers by one decision, after a preview; a changed calendar moves no date until somebody accepts it.
