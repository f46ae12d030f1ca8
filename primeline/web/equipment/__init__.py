"""Equipment of all accounts: what is to be fetched, and what lies in stock."""
