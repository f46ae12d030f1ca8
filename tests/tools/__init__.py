"""Set-up and checks, tried like the rest."""
