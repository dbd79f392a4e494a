Agencies, departments, one-stop units and counters with both code formats and their history, duties that act from their first day to their last without a new login, and working calendars per agency.
