"""Procedures as tables of an office program: CSV and XLSX, out and in.

Out and in again is the same. Headers are Vietnamese and are read without marks and
case; `columns` says what each means.
"""
