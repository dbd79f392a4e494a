"""How long a record is kept (thời hạn lưu trữ): classes, dated rules, where they stand.

Which class a record gets is decided by the agency under the Law on Archives
33/2024/QH15 and the tables of its sector. See ``docs/retention.md``.
"""

from motcua.archive.retention.classes import classes
from motcua.archive.retention.classes import END
from motcua.archive.retention.classes import LEAVING
from motcua.archive.retention.classes import retention_until
from motcua.archive.retention.classes import RetentionClass
from motcua.archive.retention.classes import STARTS
from motcua.archive.retention.classes import Term
from motcua.archive.retention.classes import term
from motcua.archive.retention.classes import VALIDITY
from motcua.archive.retention.classes import WORKS
from motcua.archive.retention.rules import governing
from motcua.archive.retention.rules import RetentionRule
from motcua.archive.retention.rules import rule_for
from motcua.archive.retention.rules import shipped
from motcua.archive.retention.tables import rules_of


__all__ = [
    "END",
    "LEAVING",
    "STARTS",
    "VALIDITY",
    "WORKS",
    "RetentionClass",
    "RetentionRule",
    "Term",
    "classes",
    "governing",
    "retention_until",
    "rule_for",
    "rules_of",
    "shipped",
    "term",
]
