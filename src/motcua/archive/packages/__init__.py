"""Information packages: SIP, AIP and DIP of files and documents, made and received.

See ``docs/packages.md``; the law is Circular 05/2025/TT-BNV, appendices I to V, the
form E-ARK CSIP 2.0.4 with METS and PREMIS 3, wrapped as BagIt (RFC 8493).
"""
