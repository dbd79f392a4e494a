"""The way of one file from what came to what is kept, and of many files into a folder.

``pipeline`` checks a file, converts one of an office program first, and tells what was
made of it; making it archival, reading and measuring is ``pdfa.make``, as in the job
``ocr``. ``outlet`` writes into a folder so that nothing is overwritten and nothing is
half there; ``run`` takes files one after the other.
"""
