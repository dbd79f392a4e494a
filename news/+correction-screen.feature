Corrections have a screen: the old values, a preview of what changes, and the trace; the page of a dossier shows its way, dates and opinions.
