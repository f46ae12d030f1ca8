"""What a cell means: text turned into days, money, numbers and words. Pure answers."""
