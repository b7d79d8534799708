"""A run writes all its files or none."""

import polars as pl
import pytest

from groundswell.errors import InputError
from groundswell.exchange.tables import out_folder, write_csv


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_missing_folder_is_made_with_its_parents(tmp_path):
    with out_folder(tmp_path / "a" / "b") as draft:
        (draft / "x.csv").write_text("1")
    assert (tmp_path / "a" / "b" / "x.csv").read_text() == "1"
    assert names(tmp_path) == ["a"]


def test_files_are_replaced_and_others_stay(tmp_path):
    (tmp_path / "x.csv").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    with out_folder(tmp_path) as draft:
        (draft / "x.csv").write_text("new")
    assert (tmp_path / "x.csv").read_text() == "new"
    assert names(tmp_path) == ["mine.txt", "x.csv"]


def test_a_run_that_fails_leaves_everything_as_it_was(tmp_path):
    (tmp_path / "x.csv").write_text("old")

    def run():
        with out_folder(tmp_path) as draft:
            (draft / "x.csv").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert (tmp_path / "x.csv").read_text() == "old"
    assert names(tmp_path) == ["x.csv"]


def test_a_run_that_fails_makes_no_folder(tmp_path):
    def run():
        with out_folder(tmp_path / "a" / "b"):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["out", "out/deeper"])
def test_a_file_in_the_way_is_refused(tmp_path, place):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match="is a file"), out_folder(tmp_path / place):
        pass


def test_a_folder_where_a_file_must_go_is_refused_before_anything_moves(tmp_path):
    (tmp_path / "b.csv").mkdir()

    def run():
        with out_folder(tmp_path) as draft:
            (draft / "a.csv").write_text("1")
            (draft / "b.csv").write_text("1")

    with pytest.raises(InputError, match=r"b\.csv: is a folder"):
        run()
    assert names(tmp_path) == ["b.csv"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(tmp_path, start):
    write_csv(tmp_path, "t.csv", pl.DataFrame({"name": [f"{start}cmd()"]}))
    assert (tmp_path / "t.csv").read_bytes().split(b"\n")[1].strip(b'"').startswith(b"'")


def test_ids_that_are_numbers_stay_as_they_are(tmp_path):
    write_csv(tmp_path, "t.csv", pl.DataFrame({"id": ["-12", "+3.5", "007"]}))
    assert (tmp_path / "t.csv").read_text() == "id\n-12\n+3.5\n007\n"


def test_lines_end_in_one_line_feed(tmp_path):
    write_csv(tmp_path, "t.csv", pl.DataFrame({"a": [0.1, None], "b": ["é", ""]}))
    assert (tmp_path / "t.csv").read_bytes() == 'a,b\n0.1,é\n,""\n'.encode()
