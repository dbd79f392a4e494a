Procedures that are done in one go are received with one form, as several dossiers that know each other.
