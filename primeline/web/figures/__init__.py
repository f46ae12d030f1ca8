"""Key figures: lost ÷ gained and what stands beside it, and the rows behind each number."""
