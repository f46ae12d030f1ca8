"""`python -m primeline.cli`, the same as `primeline`."""

import sys

from primeline.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
