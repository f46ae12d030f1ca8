"""Who may open what: every route, every role, every relation to the thing asked for."""
