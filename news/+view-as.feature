Who supervises sees the list and the steps of another officer as far as both may see them; administrators see who could take which step, without content. Every look is written down.
