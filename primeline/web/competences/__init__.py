"""The staff directory, what people are able to do, and what they were trained in."""
