The page of a decision for many dossiers leads to a new preview of those that it left out.
