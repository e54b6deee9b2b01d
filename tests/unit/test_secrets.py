"""Secrets are generated once, kept in one private file, and never shown by accident."""

import stat
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fkplus.database import scram
from fkplus.database.dsn import Dsn, checked
from fkplus.model.errors import BadInput, FkplusError
from fkplus.model.secrets import Secret, fill, generate, placeholder
from fkplus.operations import secret_store


def test_a_secret_shows_in_no_repr() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"


def test_generated_secrets_differ_and_need_no_quoting() -> None:
    made = {generate().reveal() for _ in range(100)}
    assert len(made) == 100
    assert all(text.isalnum() and len(text) == 32 for text in made)


def test_a_placeholder_is_filled_and_an_unknown_one_is_an_error() -> None:
    text = f"password: {placeholder('replication')}"
    assert fill(text, {"replication": Secret("abc")}) == "password: abc"
    with pytest.raises(KeyError):
        fill(text, {})


def test_the_store_is_private_and_keeps_what_it_made(tmp_path: Path) -> None:
    first = secret_store.ensure(tmp_path, ["a"])
    second = secret_store.ensure(tmp_path, ["a", "b"])
    assert second["a"] == first["a"]
    path = tmp_path / secret_store.FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(secret_store.load(tmp_path)) == {"a", "b"}


def test_a_damaged_store_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / secret_store.FILE_NAME
    path.write_text("{", encoding="utf-8")
    with pytest.raises(FkplusError, match="can't be read"):
        secret_store.ensure(tmp_path, ["a"])
    assert path.read_text(encoding="utf-8") == "{"


@given(password=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_a_uri_survives_any_password(password: str) -> None:
    uri = Dsn("127.0.0.1", 5000, "fkplus", "anna", Secret(password)).uri()
    assert psycopg.conninfo.conninfo_to_dict(uri)["password"] == password


def test_a_shown_uri_has_no_password() -> None:
    assert "hunter2" not in Dsn("127.0.0.1", 5000, "fkplus", "anna", Secret("hunter2")).shown()


@pytest.mark.parametrize("text", ["postgresql://[::1", "no equals sign", "host=localhost"])
def test_a_uri_that_names_no_database_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="--dsn"):
        checked(text)


# Made by PostgreSQL 15 for the password "secret" (SELECT rolpassword FROM pg_authid).
VERIFIER = (
    "SCRAM-SHA-256$4096:4Jza9GMuLrhFR6dDmqiQYw==$7qtvojG2cmglJx+833VWsgAPEt"
    "n8GjnuYCpLL5BDWMw=:9JuRk+YSbzzdnSg9A59/CUsCxQFsg6XInSCV/pQT4xY="
)


def test_a_verifier_matches_its_password_only() -> None:
    assert scram.matches(Secret("secret"), VERIFIER)
    assert not scram.matches(Secret("Secret"), VERIFIER)
    assert not scram.matches(Secret("secret"), "md5abcdef")
    assert not scram.matches(Secret("secret"), "")
