A REST endpoint for dossiers and procedures, the register book to print and download, notices by e-mail, pages for administrators, and tests of the invariants of the house.
