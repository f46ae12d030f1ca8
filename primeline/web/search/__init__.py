"""Search: finding an account while the customer says hello."""
