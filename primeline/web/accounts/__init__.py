"""Accounts: the list, the page of one account, the forms that change it."""
