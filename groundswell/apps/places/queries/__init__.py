"""Reading outlines, and an organisation's area tree."""

from groundswell.apps.places.queries.outlines import credits, land_of, outlined, outlines_url

__all__ = ["credits", "land_of", "outlined", "outlines_url"]
