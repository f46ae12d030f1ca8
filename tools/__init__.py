"""Set-up and checks. Standard library only, Python 3.11: this runs before anything is installed."""
