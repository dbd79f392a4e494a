Senseless questions are answered with 400 and bounded; lists of persons and of transactions are closed to people who do not administer the site.
