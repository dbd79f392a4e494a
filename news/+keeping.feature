Stored files are read again on a schedule, mended from a second copy, and cleared when nothing refers to them; `/quan-tri/tep` tells what was found and when the disk will be full.
