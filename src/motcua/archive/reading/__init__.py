"""Use of archives: reading requests, reading copies, copies that are given, twins.

Circular 05/2025/TT-BNV chapter VI: articles 35 to 37 on reading, 38 to 41 on copies.
"""
