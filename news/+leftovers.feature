Every night what killed processes left on the disk is cleared away: copies of uploads after a day, work in between after two.
