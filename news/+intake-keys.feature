What is missing is asked for with one key of the intake form (Alt+M), without opening anything; `make bench NAME=intake-keys` counts keys, decisions and seconds of receiving.
