"""Quick capture: what an account manager hears on the way, written down with or without network."""
