A house made by an older version is brought up to date when it opens.
