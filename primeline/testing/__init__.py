"""What tests of every room share. Nothing of this runs in production."""
