"""Outlines of areas: loaded from GeoJSON, handed to maps as they are."""

import gzip
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from groundswell.apps.places import queries
from groundswell.apps.places.actions import load_outlines
from groundswell.apps.places.models import Area, BoundarySet, Outline
from groundswell.errors import InputError
from tests.factories import elections

pytestmark = pytest.mark.django_db
SQUARE = [[[-2, 53], [-1, 53], [-1, 54], [-2, 54], [-2, 53]]]


@pytest.fixture
def areas():
    return [elections.seat(code, name=name) for code, name in (("A1", "Ashby"), ("B2", "Brook"))]


def feature(code="A1", rings=SQUARE, kind="Polygon", **properties):
    return {
        "type": "Feature",
        "properties": {"gss_code": code} | properties,
        "geometry": {"type": kind, "coordinates": rings},
    }


@pytest.fixture
def written(tmp_path):
    def write(*features, name="areas.geojson"):
        path = tmp_path / name
        text = json.dumps({"type": "FeatureCollection", "features": features})
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return path

    return write


@pytest.mark.parametrize("name", ["areas.geojson", "areas.geojson.gz"])
def test_areas_get_the_outlines_of_their_codes(areas, written, name):
    loaded = load_outlines(written(feature("A1"), feature("Z9"), name=name))
    assert (loaded.matched, loaded.areas_without, loaded.features_without) == (1, ("B2",), ("Z9",))
    outline = Outline.objects.get()
    assert outline.area.code == "A1"
    assert json.loads(outline.geometry)["coordinates"] == SQUARE


def test_the_property_with_the_codes_is_found_by_itself(areas, written):
    loaded = load_outlines(written(feature("no", PCON13CD="A1"), feature("none", PCON13CD="B2")))
    assert (loaded.code_field, loaded.matched) == ("PCON13CD", 2)


def test_a_property_that_was_named_is_used(areas, written):
    path = written(feature("B2", other="A1"))
    assert load_outlines(path, code_field="other").matched == 1
    assert Outline.objects.get().area.code == "A1"


def test_loading_again_replaces_what_was_there(areas, written):
    load_outlines(written(feature("A1"), feature("B2")))
    first = queries.outlines_url()
    load_outlines(written(feature("B2")))
    assert [outline.area.code for outline in Outline.objects.all()] == ["B2"]
    assert queries.outlines_url() != first


def test_the_same_outlines_keep_their_name(areas, written):
    load_outlines(written(feature("A1"), feature("B2")))
    first = queries.outlines_url()
    load_outlines(written(feature("B2"), feature("A1"), name="again.geojson"))
    assert queries.outlines_url() == first


@pytest.mark.parametrize(
    ("features", "says"),
    [
        ([], "has no features"),
        ([feature("Q7")], "None of the 1 features"),
        ([feature("A1"), feature("A1")], "feature 2: A1 is there already as feature 1"),
        ([feature("A1", [[[0, 0], [1, 1], [0, 0]]])], "feature 1: an outline is not a closed ring"),
        ([feature("A1", [[[0, 0], [1, 0], [1, 1], [0, 1]]])], "not a closed ring"),
        (
            [feature("A1", [[[430000, 90000], [1, 0], [1, 1], [430000, 90000]]])],
            r"feature 1: the point \[430000, 90000\] is not on the earth.*reproject",
        ),
        ([feature("A1", [[[0, 0], [1, 91], [1, 1], [0, 0]]])], r"the point \[1, 91\]"),
        ([feature("A1", [[[0, 0], ["1", 0], [1, 1], [0, 0]]])], "not on the earth"),
        ([feature("A1", [[[0, 0], [float("nan"), 0], [1, 1], [0, 0]]])], "not on the earth"),
        ([feature("A1", [0, 0], "Point")], "its geometry is Point"),
        ([feature("A1", [], "MultiPolygon")], "not a closed ring"),
        ([{"type": "Feature", "geometry": None}], "feature 1: it has no properties"),
    ],
)
def test_what_no_map_could_draw_is_refused_and_nothing_is_stored(areas, written, features, says):
    path = written(*features)
    with pytest.raises(InputError, match=says) as refused:
        load_outlines(path)
    assert str(path) in str(refused.value)
    assert not Outline.objects.exists()
    assert queries.outlined() is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON"),
        (b"code,name\nA1,Ashby\n", "is not JSON"),
        (b"[1, 2]", "no GeoJSON FeatureCollection"),
        (b'{"type": "Feature"}', r"its type is Feature"),
        ('{"type": "Fahrtstraße"}'.encode("latin-1"), "is not UTF-8"),
        (gzip.compress(b'{"type": "FeatureCollection"}' * 50, mtime=0)[:-20], "cut off or damaged"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_a_file_that_is_no_collection_of_areas_is_refused(areas, tmp_path, content, says):
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        load_outlines(path)


def test_a_file_that_is_missing_is_named(areas, tmp_path):
    with pytest.raises(InputError, match=r"nowhere.geojson can't be read \(No such file"):
        load_outlines(tmp_path / "nowhere.geojson")


def test_a_misnamed_property_is_answered_with_those_there_are(areas, written):
    with pytest.raises(InputError, match=r"no property cod. Its properties are gss_code, name"):
        load_outlines(written(feature("A1", name="Ashby")), code_field="cod")


def test_outlines_before_areas_are_told_to_wait(written):
    with pytest.raises(InputError, match="Load the seats first"):
        load_outlines(written(feature("A1")))


def test_outlines_are_public_and_may_be_kept_for_ever(areas, written):
    load_outlines(written(feature("A1"), feature("B2")))
    address = queries.outlines_url()
    plain = Client().get(address)
    packed = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert plain.json()["features"][0]["properties"] == {"code": "A1", "name": "Ashby"}
    assert gzip.decompress(packed.content) == plain.content
    assert "immutable" in plain.headers["Cache-Control"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_outlines_under_another_name_are_not_found(areas, written):
    load_outlines(written(feature("A1")))
    assert Client().get(reverse("outlines", args=["0" * 32])).status_code == 404


def test_there_is_no_address_while_no_outlines_are_loaded(areas):
    assert queries.outlines_url() is None


def test_the_outlines_name_their_areas(areas, written):
    load_outlines(written(feature("A1"), feature("B2")))
    sent = Client().get(queries.outlines_url()).json()
    assert [one["properties"] for one in sent["features"]] == [
        {"code": "A1", "name": "Ashby"},
        {"code": "B2", "name": "Brook"},
    ]


def test_the_newer_of_two_boundary_sets_with_the_same_codes_gets_the_outlines(areas, written):
    newer = BoundarySet.objects.create(name="Seats of 2024", in_force_from="2024-05-30")
    Area.objects.create(boundary_set=newer, code="A1", name="Ashby")
    assert load_outlines(written(feature("A1"))).boundary_set == "Seats of 2024"


@pytest.mark.slow
def test_the_real_boundaries_fit_the_650_seats(shared_data):
    from groundswell.apps.elections.actions import load_open_data

    load_open_data()
    loaded = load_outlines(shared_data / "uk" / "uk_wpc_2010_2023_simplified.geojson.gz")
    assert (loaded.matched, loaded.areas_without, loaded.features_without) == (650, (), ())


@pytest.mark.parametrize("given", [["--json"], []])
def test_the_command_says_what_it_matched(areas, written, capsys, monkeypatch, given):
    from groundswell.cli import run

    assert run(["places", "load", str(written(feature("A1"), feature("Z9"))), *given]) == 0
    said = capsys.readouterr().out
    if given:
        assert json.loads(said)["features_without_area"] == ["Z9"]
    else:
        assert "areas outlined" in said


def test_the_command_refuses_in_one_line(areas, tmp_path, capsys):
    from groundswell.cli import run

    assert run(["places", "load", str(tmp_path / "none.geojson")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_the_models_need_no_further_migration():
    call_command("makemigrations", "places", "elections", check=True, dry_run=True, verbosity=0)
