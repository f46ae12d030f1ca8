"""The first page of each role: what they owe, what is in danger, how it goes."""
