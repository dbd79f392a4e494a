"""Papers that a person need not bring again, because the house has them.

The counter looks for them with the consent of the person, offers what fits a paper of
the procedure, and the new dossier refers to the file that is there: no byte is copied.
"""
