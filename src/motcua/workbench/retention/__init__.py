"""Screens of terms of keeping: rules, what they change, what expires."""
