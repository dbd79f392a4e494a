"""Pure rules of the trade: text, codes, terms, calendars, deadlines, money.

The lowest layer. It knows neither Plone nor Zope nor a database; every function
here is a function of its arguments, so that a command line, a test or a web
request get the same answer.
"""
