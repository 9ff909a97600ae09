"""`python -m tests.faults.matrix`: see run.py."""

import sys
from importlib import import_module

from comptoir.config.readiness import set_up_django

if __name__ == "__main__":
    set_up_django()
    sys.exit(import_module("tests.faults.matrix.run").main())
