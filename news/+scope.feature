A site decides, field by field and with the deciding document, what its one-stop units receive.
