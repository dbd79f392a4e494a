Certified copies are entered in the book of the unit, paid and given on one screen; they count as received and resolved on time, without a receipt slip.
