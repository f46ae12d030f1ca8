"""Partners: resellers, agents, alliance partners, retail chains."""
