`make load N=1000000` fills a demo house with invented dossiers, some thousand of them
real ones with ledgers and the rest marked rows of the register, to measure how it
behaves when it is full. It goes on where it was broken off, and refuses a house in use.
