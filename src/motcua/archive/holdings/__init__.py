"""What the archive holds: fonds, yearly file lists, and the files in them.

See ``docs/holdings.md``; the law is Circular 05/2025/TT-BNV, article 4, and Decree
30/2020/NĐ-CP, articles 28 to 31.
"""
