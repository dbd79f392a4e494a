"""Tests of reading requests, copies and covered copies."""
