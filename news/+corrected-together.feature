Procedure and papers are corrected in one act; papers marked sensitive stay so when they are corrected or brought again; dates of birth and of receipt that cannot be meant are refused by name.
