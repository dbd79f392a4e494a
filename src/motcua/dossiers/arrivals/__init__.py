"""How dossiers come in: circumstances, services on the spot, bundles, other systems."""
