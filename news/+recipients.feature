Owners and representatives with an address of their own are told of a dossier that somebody else hands in; each of them ends their own letters alone.
