"""``python -m mockint``."""

import sys

from mockint.cli.main import main

sys.exit(main())
