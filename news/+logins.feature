Guessing passwords is slowed down on every way in, a logout ends sessions and tokens everywhere, a login never leads to another site, and every answer carries protective headers.
