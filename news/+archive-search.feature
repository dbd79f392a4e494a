Search in scans knows phrases and filters, and offers pages on which one word was misread.
