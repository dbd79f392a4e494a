Search in the archive finds catalogued documents by their data and their pages, for those who keep the archive of their unit, and is narrowed by type, issuer and level of access.
A hit is shown on the picture of its page with the words marked, and leads to the next one.
