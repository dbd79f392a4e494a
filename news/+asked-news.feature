One digit at the counter keeps by which way, and one letter in which language, an applicant wants news; a unit says which way it takes first.
