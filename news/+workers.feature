The tests use both cores: files are dealt to two workers, the browser stays with one of them.
