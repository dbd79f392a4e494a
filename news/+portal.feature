Citizens find procedures, read what to bring, how long it takes and what it costs, and follow their dossiers on public pages in Vietnamese and English that need neither scripts nor cookies.
