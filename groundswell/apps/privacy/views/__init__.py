"""The pages of privacy: the data officer's, everybody's own, and the record."""
