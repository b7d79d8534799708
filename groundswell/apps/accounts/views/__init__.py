"""Pages: the front door, who can see what, the organisation, one's own account."""
