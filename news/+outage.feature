Numbers are kept back and slips printed for when power or network is down; what was received on paper is entered late, approved by a second person, and marked for ever.
