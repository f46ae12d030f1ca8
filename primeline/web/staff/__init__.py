"""Units and people: the tree, who works where, roles, absences, lost logins."""
