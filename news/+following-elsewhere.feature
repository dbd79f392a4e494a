Dossiers that live in the system of a ministry are followed: found by both codes, given out at the counter, left out of own reports.
