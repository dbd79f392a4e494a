"""The province with its officers."""

from __future__ import annotations

from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import officer  # noqa: F401
from tests.desk.conftest import received  # noqa: F401
