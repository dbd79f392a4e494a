"""Capture: stacks of paper come in, are arranged into documents and filed.

A *batch* (lô) is one stack or several; its chain of events is the truth. ``layout``
folds the chain into what stands where, ``arranging`` has the acts of people,
``arrivals`` takes files in, ``filing`` hands documents on.
"""
