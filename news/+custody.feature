The archive knows in which box the paper of a file lies and who has it on loan. Screens do
not show it yet.
