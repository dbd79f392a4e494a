A page that was read in the file it came in is not read again in the document that is put together of such pages.
