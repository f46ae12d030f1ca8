"""Papers of all accounts: which are missing, and who keeps the archives."""
