"""`python -m simulators`: one run from the first heartbeat to the scorecard."""

import sys

from simulators.cli import main

if __name__ == "__main__":
    sys.exit(main())
