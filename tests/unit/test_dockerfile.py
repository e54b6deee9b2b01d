"""The Dockerfile holds to rules as of hadolint, which is no Debian package: each says what it keeps out."""

import re
from collections.abc import Sequence

from sites import CHECKOUT

from fkplus.components import BY_NAME
from fkplus.model import topology
from fkplus.runtimes.containers import compose, compose_checkout, compose_image

_IMAGE = CHECKOUT / "setup" / "image"


def instructions() -> Sequence[tuple[str, str]]:
    text = (_IMAGE / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    pairs = (line.partition(" ") for line in joined.splitlines() if line.strip())
    return [(word, rest.strip()) for word, _, rest in pairs]


def of(word: str) -> Sequence[str]:
    return [rest for name, rest in instructions() if name == word]


def test_every_stage_begins_with_a_base_that_is_pinned_to_a_release() -> None:
    stages = {base.rpartition(" AS ")[2] for base in of("FROM")}
    for name in {base.split()[0] for base in of("FROM")} - stages:
        assert ":" in name
        assert not name.endswith(":latest")


def test_packages_come_without_recommendations_and_leave_no_lists_behind() -> None:
    for command in of("RUN"):
        if "apt-get install" in command:
            assert "apt-get update" in command
            assert "--no-install-recommends" in command
            assert "--yes" in command
            assert command.rstrip().endswith("rm -rf /var/lib/apt/lists/*")


def test_python_packages_come_with_hashes_and_leave_no_cache_behind() -> None:
    installs = re.findall(r"pip install[^&]*", "\n".join(of("RUN")))
    assert installs
    assert all("--require-hashes" in install for install in installs)
    assert any("PIP_NO_CACHE_DIR=1" in line for line in of("ENV"))


def test_the_last_user_of_what_runs_is_not_root() -> None:
    for stage in ("node", "command"):
        assert [rest for word, rest in of_stage(stage) if word == "USER"][-1] not in ("root", "0"), stage


def test_files_are_copied_and_nothing_is_fetched_or_piped_into_a_shell() -> None:
    assert not of("ADD")
    assert not re.search(r"\b(curl|wget|sudo)\b|\|\s*(ba)?sh", "\n".join(of("RUN")))


def test_the_image_holds_no_secret_and_no_address_of_a_mirror() -> None:
    text = (_IMAGE / "Dockerfile").read_text(encoding="utf-8")
    assert not re.search(r"https?://", text)
    assert not [name for name in of("ARG") + of("ENV") if re.search(r"PASSWORD|SECRET|TOKEN|KEY", name)]
    assert all("=" not in argument or "/build" in argument for argument in of("ARG"))


def test_what_the_checkout_keeps_for_its_owner_is_opened_to_who_runs_it() -> None:
    # The other two stages are left behind.
    kept = [pair for stage in ("node", "command") for pair in of_stage(stage)]
    copies = [copy.split() for word, copy in kept if word == "COPY"]
    targets = [words[-1] for words in copies if words[0] != "--from=environment"]
    opened = " ".join(re.findall(r"chmod (?:-R )?a\+r[xX] ([^&]*)", " ".join(of("RUN")))).split()
    assert sorted(targets) == sorted(opened)


def of_stage(name: str) -> Sequence[tuple[str, str]]:
    all_of_them = instructions()
    starts = [index for index, (word, _) in enumerate(all_of_them) if word == "FROM"]
    [start] = [index for index in starts if all_of_them[index][1].endswith(f" AS {name}")]
    return all_of_them[start : min((s for s in starts if s > start), default=None)]


def test_the_entry_point_is_an_exec_form_under_an_init_that_reaps() -> None:
    assert len(of("ENTRYPOINT")) == 2
    assert all(entry.startswith('["tini", "--"') for entry in of("ENTRYPOINT"))
    assert not of("CMD")


def test_what_the_runtime_names_is_what_the_image_has() -> None:
    text = (_IMAGE / "Dockerfile").read_text(encoding="utf-8")
    assert f"python3 -m venv {compose.PYTHON.parents[1]}" in text
    assert f"postgresql-{compose.POSTGRESQL_BIN.parent.name} " in text


def test_the_context_lets_in_only_what_the_image_is_made_of() -> None:
    lines = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*"
    allowed = [line.removeprefix("!") for line in lines if line.startswith("!")]
    allowed.remove(".tools/flyway-*")  # not in every checkout
    assert all((CHECKOUT / name).exists() for name in allowed)
    assert all(any(f"{word} " in copy for copy in of("COPY")) or word == "setup/image" for word in allowed)


def test_volumes_find_directories_of_the_user_who_runs_everything() -> None:
    [made] = [command.split() for command in of("RUN") if command.startswith("install --directory")]
    nodes = [node.name for node in topology.read(CHECKOUT / "topologies" / "compose.toml", BY_NAME).nodes]
    home = str(compose_checkout.HOME)
    wanted = {home, f"{home}/backup", f"{home}/nodes", *(f"{home}/nodes/{node}" for node in nodes)}
    assert {word for word in made if word.startswith("/")} == wanted
    assert f"FKPLUS_HOME={home}" in " ".join(of("ENV"))


def test_the_name_of_the_image_follows_what_is_in_it() -> None:
    assert re.fullmatch(r"fkplus:[0-9a-f]{12}", compose_image.name())
    assert compose_image.name() == compose_image.name()
