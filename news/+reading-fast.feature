Scans are read in three quarters of the processor time of `ocrmypdf` alone, behind the web, and a killed worker reads on at the page where it was.
How long a file will still be read stands beside it.
