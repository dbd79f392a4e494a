Hand-over lists are made and taken by scanning, each scan told at once; a row or a whole list goes back to who gave it with a reason.
