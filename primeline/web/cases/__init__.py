"""Work that crosses departments: what is to be done in cases, and one case from end to end."""
