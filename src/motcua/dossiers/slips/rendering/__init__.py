"""From a template and plain values to a PDF, in a process that can do nothing else."""
