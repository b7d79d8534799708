"""Outlines for maps, and the pages of the area tree."""
