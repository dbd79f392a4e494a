"""Telling people of their dossiers: news, letters and what became of them.

What is news follows from the ledger (``news``); how people want to be told, from their
choice (``choices``, ``asking``); what is said, from texts with versions (``texts``).
The replay asks for each piece of news as a job, the job writes letters into the outbox
and sends them (``sending``, ``outbox``). No text holds anything about people: mail is
read by machines on its way.
"""
