"""Reading scanned pages: what tesseract is shown, and what it says."""
