Slips name for whom was signed (KT., TL., TUQ.) with both positions and the deed, and keep the names of offices and officers of their day; positions stand beside the duties.
