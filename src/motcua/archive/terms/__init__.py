"""What becomes of terms of keeping: who writes rules, what they move, what expires.

See ``docs/retention.md``. The rules themselves are ``archive.retention``, below the
holdings; here is what needs both.
"""
