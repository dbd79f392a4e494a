Files of which no archival copy could be made are listed for archivists, who try again or provide a PDF/A by hand; it is proven before it is kept, and says who provided it and why.
