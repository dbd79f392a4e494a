Forms of word processors can be loaded down as PDF too, made by the worker.
