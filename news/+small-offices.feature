Who does nearly everything in a small office begins with its day: what is to be accepted, handed on, due, overdue, to be returned and still open between hands, each number leading to exactly those.
