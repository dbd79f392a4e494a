"""Test layers, and the servers that tests start for themselves."""
