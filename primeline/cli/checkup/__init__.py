"""The doctor: looks an installation over and says what is wrong, each with the way out."""
