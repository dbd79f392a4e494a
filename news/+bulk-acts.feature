Dossiers of a list are assigned, forwarded, completed, approved or returned many at once: a job does it, each row tells its result or why not, and the rest is chosen again with one click. A signer can be plugged in.
What was forwarded or given is taken back within 15 minutes while nobody opened it.
