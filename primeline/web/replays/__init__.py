"""Pages of logs of other systems, and of what replaying them on a drawing has found."""
