"""Digitisation, records, retention and transfer packages."""
