"""Files stay what they were: read again on a schedule, mended, counted, cleared.

``rounds`` goes through the store bucket by bucket, ``bucket`` does one of them,
``space`` says how long the disk will do.
"""
