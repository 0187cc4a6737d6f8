"""`python -m dialogue.convergence PATH`: analyse an export without a database."""

import sys

from .command_line import main

sys.exit(main())
