from pathlib import Path

import pytest

from groundswell.config.database import database_of
from groundswell.config.settings import Settings, read_settings, secret_key_of
from groundswell.errors import InputError


def test_without_anything_the_server_stays_on_this_machine():
    assert read_settings({}).hosts == ("localhost", "127.0.0.1")


def test_a_misspelt_setting_stops_the_start_and_names_the_right_one():
    with pytest.raises(InputError, match=r"GROUNDSWELL_PROT is no setting.*Did you mean port"):
        read_settings({"GROUNDSWELL_PROT": "8000"})


def test_the_environment_wins_over_the_file(tmp_path):
    file = tmp_path / "groundswell.toml"
    file.write_text('port = 9000\nhosts = ["localhost"]\n')
    settings = read_settings({"GROUNDSWELL_CONFIG": str(file), "GROUNDSWELL_PORT": "9001"})
    assert (settings.port, settings.hosts) == (9001, ("localhost",))


def test_a_misspelt_setting_in_the_file_is_refused_too(tmp_path):
    file = tmp_path / "groundswell.toml"
    file.write_text("prot = 9000\n")
    with pytest.raises(InputError, match="prot in"):
        read_settings({"GROUNDSWELL_CONFIG": str(file)})


@pytest.mark.parametrize("value", ["eight", "", "80.5"])
def test_a_port_that_is_no_number_is_refused(value):
    with pytest.raises(InputError, match="whole number"):
        read_settings({"GROUNDSWELL_PORT": value})


@pytest.mark.parametrize(
    ("unsafe", "says"),
    [
        ({"GROUNDSWELL_HOSTS": "*"}, "name the hosts"),
        ({"GROUNDSWELL_HOSTS": "unseat.example", "GROUNDSWELL_DEBUG": "true"}, "debug is on"),
        ({"GROUNDSWELL_HOSTS": "unseat.example", "GROUNDSWELL_DEMO": "true"}, "demo is on"),
        ({"GROUNDSWELL_HOSTS": "unseat.example"}, "https is off"),
        ({"GROUNDSWELL_SECRET_KEY": "short"}, "50 is the fewest"),
    ],
)
def test_settings_that_would_hand_data_to_strangers_are_refused(unsafe, says):
    with pytest.raises(InputError, match=says):
        read_settings(unsafe)


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    settings = Settings(home=tmp_path)
    assert secret_key_of(settings) == secret_key_of(settings)
    assert len(secret_key_of(settings)) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_an_empty_address_means_sqlite_in_the_home_folder(tmp_path):
    assert database_of("", tmp_path)["NAME"] == tmp_path / "groundswell.sqlite3"


def test_an_address_of_postgresql_is_taken_apart():
    database = database_of("postgresql://gs:p%40ss@db.local:5433/unseat", Path())
    assert [database[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "unseat", "gs", "p@ss", "db.local", "5433",
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["mysql://host/name", "postgresql://host"])
def test_an_address_that_cannot_work_is_refused(address):
    with pytest.raises(InputError):
        database_of(address, Path())


def test_every_setting_is_in_the_reference():
    page = (Path(__file__).parents[2] / "docs/reference/settings.md").read_text()
    from dataclasses import fields

    missing = [f.name for f in fields(Settings) if f"`{f.name}`" not in page]
    assert missing == []
