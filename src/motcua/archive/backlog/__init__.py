"""Projects that digitise old holdings: plan, inventory, counts, pace and cost.

See ``docs/backlog.md``; the law is Circular 05/2025/TT-BNV, articles 5 to 9.
"""
