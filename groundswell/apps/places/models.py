"""Pieces of the map: areas with their outlines, postcode districts, an organisation's area tree."""

from django.db import models
from django.db.models import Q

from groundswell.apps.accounts.scope import OfOrganisation


def _on_earth(lon: str = "lon", lat: str = "lat") -> Q:
    return Q(**{f"{lon}__gte": -180, f"{lon}__lte": 180, f"{lat}__gte": -90, f"{lat}__lte": 90})


class BoundarySet(models.Model):
    """Areas in force from a date. Boundaries change; a seat belongs to one set.

    outlines_hash: names the content of its outlines, so that a browser may keep them for ever;
    empty while none are loaded.
    """

    name = models.CharField(max_length=120, unique=True)
    in_force_from = models.DateField()
    credits = models.TextField(blank=True)
    outlines_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A piece of the map. Public data, shared by all organisations.

    lon, lat: its centre of population, WGS84. q, r: its hexagon on the cartogram, if it has one.
    """

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    q = models.SmallIntegerField(null=True)
    r = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boundary_set", "code"], name="area_one_code_in_a_set"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | _on_earth(), name="area_is_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """An area's shape: the text of a GeoJSON geometry, WGS84.

    It lies apart from the area because it is a thousand times as large, and as text because it
    is handed to maps as it is.
    """

    area = models.OneToOneField(Area, on_delete=models.CASCADE, primary_key=True)
    geometry = models.TextField()

    def __str__(self) -> str:
        return str(self.area_id)


class PostcodeDistrict(models.Model):
    """The first half of a postcode, with its centre: as near as we ask a stranger to say."""

    code = models.CharField(max_length=8, unique=True)
    town = models.CharField(max_length=80, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()
    population = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=_on_earth(), name="district_is_on_earth")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class AreaNode(OfOrganisation):
    """A node of an organisation's own area tree: a region, a seat in it, a ward in that.

    path: the codes from the top, e.g. "/wales/gower/". A grant for an area names its path, and
    covers every node whose path begins with it.
    """

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    name = models.CharField(max_length=120)
    code = models.SlugField(max_length=40)
    path = models.CharField(max_length=200)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "path"], name="area_node_one_path")
        ]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name
