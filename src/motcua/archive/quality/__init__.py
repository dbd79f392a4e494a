"""What a scanned page is worth: measured, judged, sampled.

``figures`` measures and judges nothing, ``thresholds`` judges by settings with dates,
``sampling`` says how much of a batch another person looks at.
"""
