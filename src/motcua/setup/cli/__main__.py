"""``python -m motcua.setup.cli`` is ``bin/motcua``."""

from __future__ import annotations

from motcua.setup.cli import main
import sys


sys.exit(main())
