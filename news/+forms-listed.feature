The page about slips lists every form, those of till, treasury and outage too.
