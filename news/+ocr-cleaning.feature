Scans in shadow or with specks are cleaned for the recognition alone; PDFs of browsers, LibreOffice and some scanners keep their pages instead of becoming pictures.
