A large inventory of old holdings is looked through by a job, with its progress on the page.
