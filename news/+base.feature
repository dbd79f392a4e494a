Due dates are computed from the agency's own working calendar - make-up Saturdays, half days, seasons, pauses and restarts included - and explain themselves day by day.
