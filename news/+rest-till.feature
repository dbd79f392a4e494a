REST for the till: the own drawer, closing a shift, books of receipts; a dossier of another system is followed by REST too.
