"""Variables are read from the environment, then from .env, and refused by name when they are wrong."""

import re
from pathlib import Path

import pytest

from fkplus.cli.environment import CHECKOUT, Environment, settings
from fkplus.model.errors import BadInput

NO_FILE = Path("/nonexistent/.env")
VARIABLES = sorted(name.upper() for name in Environment.model_fields)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEED_COUNT", "-1"),
        ("SEED_COUNT", "0"),
        ("SEED_COUNT", "many"),
        ("SEED_COUNT", "1.5"),
        ("SEED_COUNT", "1000000001"),
        ("BACKUP_RETENTION_COUNT", "0"),
        ("BACKUP_INTERVAL_CRON", "every day"),
        ("BACKUP_INTERVAL_CRON", "61 3 * * *"),
        ("BACKUP_INTERVAL_CRON", "0 3 * *"),
        ("ANALYST_NAMES", "anna'"),
        ("ANALYST_NAMES", "anna;drop"),
        ("ANALYST_NAMES", "anna,,boris"),
        ("ANALYST_NAMES", "postgres"),
        ("ANALYST_NAMES", "analyst"),
        ("ANALYST_NAMES", "pg_monitor"),
        ("ANALYST_NAMES", "public"),
        ("ANALYST_NAMES", "fkplus"),
        ("ANALYST_NAMES", "a" * 64),
        ("CREATOR_NAME", "postgres"),
        ("CREATOR_NAME", "pg_owner"),
        ("CREATOR_NAME", "fkplus_app"),
        ("CREATOR_NAME", 'a"b'),
        ("MY_DB", "postgres"),
        ("MY_DB", "template1"),
        ("MY_DB", "my-db"),
        ("APP_ENV", "de v"),
        ("FKPLUS_PORT_OFFSET", "-1"),
        ("FKPLUS_PORT_OFFSET", "60000"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=name) as caught:
        settings(NO_FILE)
    assert caught.value.exit_code == 2


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("SEED_COUNT=7\nMY_DB=from_file\n", encoding="utf-8")
    monkeypatch.setenv("SEED_COUNT", "8")
    found = settings(env_file)
    assert (found.seed_count, found.database) == (8, "from_file")


def test_an_empty_value_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATION_VERSION", "")
    monkeypatch.setenv("CREATOR_PASSWORD", "")
    found = settings(NO_FILE)
    assert found.migration_version is None
    assert found.creator_password is None


def test_seeds_run_in_dev_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not settings(NO_FILE).seeds_run
    monkeypatch.setenv("APP_ENV", "dev")
    assert settings(NO_FILE).seeds_run


def test_analysts_are_split_and_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYST_NAMES", " anna , boris,anna ")
    assert settings(NO_FILE).analyst_names == ("anna", "boris")


def test_a_given_password_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREATOR_PASSWORD", "hunter22hunter22")
    found = settings(NO_FILE)
    assert "hunter22" not in repr(found)
    assert found.creator_password is not None
    assert found.creator_password.reveal() == "hunter22hunter22"


def test_the_example_lists_every_variable_and_is_valid() -> None:
    example = CHECKOUT / ".env.example"
    listed = re.findall(r"^([A-Z_]+)=", example.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == VARIABLES
    assert settings(example).seed_count == 1000
