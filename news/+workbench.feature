Archivists find dossiers by the words inside their scans, add scans to papers and watch them being read, and open records with their retention dates and proofs.
