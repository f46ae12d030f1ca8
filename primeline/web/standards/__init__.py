"""Time limits: the matrix in force, trying a case, drafting and approving, the library."""
