"""The library of processes: their versions, their drawings, and what is wrong with them."""
