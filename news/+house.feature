One command, `make run`, takes a bare Debian 12 to a running site, restarts what dies and stops everything on Ctrl-C.
