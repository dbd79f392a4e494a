"""The dossier, its ledger, workflow, rights, deadlines, slips, register."""
