The archive takes stacks of scans in as batches: every page has exactly one place, every act can be undone.
