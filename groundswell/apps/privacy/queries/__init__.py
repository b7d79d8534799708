"""What pages and other apps may ask of privacy."""
