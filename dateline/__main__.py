"""``python -m dateline`` is the command ``dateline``."""

import sys

from dateline.cli import main

sys.exit(main())
