"""What an administrative document says of itself, read from its text.

Pure functions over texts (Decree 30/2020 says where each part stands): nothing here
opens a file. Every value tells how sure it is, where it was found, and on what page;
people confirm what is not certain.
"""
