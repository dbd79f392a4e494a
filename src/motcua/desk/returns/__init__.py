"""The return counter: finding a result, handing it over, and what nobody fetched."""
