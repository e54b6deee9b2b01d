"""Another repository than a directory, and its encryption, reach pgbackrest.conf without showing a secret."""

from pathlib import Path

import pytest
from sites import cluster, settings

from fkplus.cli import repository_options
from fkplus.components import pgbackrest
from fkplus.model.errors import BadInput
from fkplus.model.secrets import Secret, fill

S3 = "# a bucket\nrepo1-type=s3\nrepo1-s3-bucket = backups\n\nrepo1-s3-key-secret=a=b+c/d\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "repository"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_option_of_the_file_is_taken_over(tmp_path: Path) -> None:
    options = repository_options.read(write(tmp_path, S3))
    assert {name: value.reveal() for name, value in options.items()} == {
        "repo1-type": "s3",
        "repo1-s3-bucket": "backups",
        "repo1-s3-key-secret": "a=b+c/d",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("repo1-type\n", ":1 is no line"),
        ("repo1-type=s3\npg1-path=/data\n", ":2 is no line"),
        ("repo1-type=s3\nrepo1-retention-full=9\n", ":2: repo1-retention-full is set by fkplus"),
        ("repo1-type=s3\nrepo1-cipher-pass=x\n", ":2: repo1-cipher-pass is set by fkplus"),
        ("repo1-s3-bucket=b\n", "has no repo1-type"),
    ],
)
def test_what_does_not_belong_there_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        repository_options.read(write(tmp_path, text))
    assert says in caught.value.what
    assert "=x" not in caught.value.what


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BadInput, match="BACKUP_REPOSITORY_OPTIONS=/nowhere"):
        repository_options.read(Path("/nowhere"))


def test_an_object_store_takes_the_place_of_the_directory() -> None:
    options = {"repo1-type": Secret("s3"), "repo1-s3-key-secret": Secret("hidden")}
    here = cluster(backup_repository=options)
    text = pgbackrest.configuration(here.first("patroni"), here)
    assert "repo1-path=" not in text
    assert "hidden" not in text
    known = {pgbackrest.secret_name(name): value for name, value in options.items()}
    assert "repo1-s3-key-secret=hidden\nrepo1-type=s3\n" in fill(text, known)


def test_an_encrypted_repository_has_its_key_as_a_placeholder() -> None:
    here = cluster(backup_encryption=True)
    text = pgbackrest.configuration(here.first("patroni"), here)
    assert "repo1-cipher-type=aes-256-cbc" in text
    assert "repo1-cipher-pass={{secret:backup-cipher}}" in text
    assert "cipher" not in pgbackrest.configuration(here.first("patroni"), cluster())


def test_a_cluster_for_measuring_leaves_the_object_store_alone() -> None:
    mine = settings(backup_repository={"repo1-type": Secret("s3")})
    assert mine.elsewhere(Path("/tmp/bench"), 100).backup_repository == {}
