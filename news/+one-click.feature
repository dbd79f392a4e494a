Letters carry List-Unsubscribe with one click (RFC 8058): the button of a mail program ends them.
