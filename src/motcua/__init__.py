"""motcua: the one-stop shop for administrative procedures (một cửa)."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("motcua")
