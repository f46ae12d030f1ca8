"""How the installation works through its jobs: waiting, running, given up, tried again."""
