The head of each plain paper in a stack is read twice, so that days written by hand are proposed there too; acts of an assembly are proposed with the day at their end.
