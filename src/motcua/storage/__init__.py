"""SQL engines, numbers, projections and replay, files, jobs, shards."""
