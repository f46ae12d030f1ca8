"""Account plans: drawing up, handing in, deciding, printing."""
