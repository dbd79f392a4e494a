Heads of ledgers are kept outside the database every night; `register verify` and the night tell of ledgers that were cut off or written anew.
