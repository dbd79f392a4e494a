Officers act for others by delegation (KT., TL., TUQ.) or as substitutes, in its dates and by its deed; the ledger says for whom.
