Procedures are content with versions that are kept for ever, under a workflow from draft to withdrawal.
