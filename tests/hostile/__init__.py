"""What people with bad intentions, and machines with bad data, send: never a fault of ours."""
