The text of a file knows where each word stands on its page and how sure the recognition was of it; texts written before are read as they are.
