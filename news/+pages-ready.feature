Public pages answer at once after a restart: templates are compiled before the first visitor comes.
