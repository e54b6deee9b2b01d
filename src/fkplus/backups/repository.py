"""How pgBackRest is asked and told things about the repository of one cluster."""

import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from fkplus.backups import catalogue
from fkplus.components import pgbackrest
from fkplus.model import members
from fkplus.model.backup import BackupPlace, Catalogue, Instance
from fkplus.model.errors import CommandFailed, NoPrimary
from fkplus.runtimes.base import Result
from fkplus.runtimes.rest import get_json

Say = Callable[[str], None]

_ASK_SECONDS = 120.0
# "backup info file and archive info file do not match the database": error.auto.c, FileInvalidError.
_OTHER_SYSTEM = 28
_NO_CHECKPOINT_YET = "does not match pg_control timeline"
_CHECKPOINT_SECONDS = 60.0
_CHECKPOINT_PAUSE_SECONDS = 1.0
_PERCENT = re.compile(r" (\d+)\.\d+%\)")
_PERCENT_SECONDS = 2.0
_FAILURE = re.compile(r"ERROR: \[(\d+)\]: (.*)")


class RunProgram(Protocol):
    """Runs a program to its end as the daemons' user (Runtime.run)."""

    def __call__(
        self, argv: Sequence[str | Path], *, seconds: float, on_line: Callable[[str], None] | None = None
    ) -> Result:
        """See Runtime.run."""


def primary(place: BackupPlace) -> Instance:
    """Return the instance that is primary now; raises NoPrimary when no Patroni names one."""
    for instance in place.instances:
        answer = get_json(f"{instance.rest}/cluster")
        leader = members.parse(answer).primary if answer else None
        if leader is not None:
            return place.instance(leader.node)
    raise NoPrimary("no Patroni names a primary", "see `fkplus status`, then `fkplus up`")


def read(place: BackupPlace, run: RunProgram) -> Catalogue:
    """Return what the repository holds; raises CommandFailed when it can't be asked."""
    argv = pgbackrest.command(place.instances[0].configuration, place.stanza, "info", "--output=json")
    result = run(argv, seconds=_ASK_SECONDS)
    require_success(result, "the repository can't be read")
    return catalogue.parse(answer(result))


def ensure_stanza(place: BackupPlace, run: RunProgram, instance: Instance, say: Say) -> None:
    """Make the place of this cluster in the repository unless it is there; the primary must run.

    A repository that an earlier cluster has left takes the new one too: its backups stay until newer ones
    exceed the retention count.
    """

    def ask(verb: str) -> Result:
        return run(
            pgbackrest.command(instance.configuration, place.stanza, verb, "--log-level-console=info"),
            seconds=_ASK_SECONDS,
        )

    made = ask("stanza-create")
    if made.returncode == _OTHER_SYSTEM:
        made = ask("stanza-upgrade")
        say(f"the repository in {place.directory} has backups of an earlier cluster, which are kept for now")
    require_success(made, "the repository can't be prepared")
    # "stanza 'local' already exists on repo1 and is valid"
    if not any("already exists" in line for line in made.output):
        say(f"backup repository prepared in {place.directory}")


def back_up(place: BackupPlace, run: RunProgram, instance: Instance, say: Say, *, seconds: float) -> None:
    """Make a full backup, then delete what is beyond the retention count; shows each tenth part."""
    argv = pgbackrest.command(
        instance.configuration, place.stanza, "backup", "--type=full", "--log-level-console=detail"
    )
    ends = time.monotonic() + _CHECKPOINT_SECONDS
    while True:
        result = run(argv, seconds=seconds, on_line=percent("backup", say))
        if not _is_just_promoted(result) or time.monotonic() > ends:
            break
        time.sleep(_CHECKPOINT_PAUSE_SECONDS)
    require_success(result, "the backup failed")


def _is_just_promoted(result: Result) -> bool:
    """Tell whether pgBackRest refused since the primary has made no checkpoint on its timeline yet.

    Patroni makes one after each promotion; until then pg_control names the timeline before.
    """
    return result.returncode != 0 and any(_NO_CHECKPOINT_YET in line for line in result.output)


def percent(what: str, say: Say) -> Callable[[str], None]:
    """Return what reads pgBackRest's lines of level `detail` and says each tenth part, at most one in 2 s."""
    shown, said_at = 0, time.monotonic()

    def progress(line: str) -> None:
        nonlocal shown, said_at
        found = _PERCENT.search(line)
        is_due = time.monotonic() - said_at >= _PERCENT_SECONDS
        if found and is_due and int(found.group(1)) >= shown + 10:
            shown, said_at = int(found.group(1)) // 10 * 10, time.monotonic()
            say(f"{what}: {shown} %")

    return progress


def require_success(result: Result, what: str) -> None:
    """Raise CommandFailed with pgBackRest's own error in it unless the command ended well."""
    if result.returncode == 0:
        return
    errors = [found for line in result.output if (found := _FAILURE.search(line))]
    said = f": [{errors[0].group(1)}] {errors[0].group(2)}" if errors else f" (exit {result.returncode})"
    raise CommandFailed(
        f"{what}{said}",
        "see docs/backups.md; repeating the command is safe",
        log_lines=list(result.output)[-20:],
    )


def answer(result: Result) -> Any:
    """Return the JSON document that pgBackRest printed; raises CommandFailed where it printed none."""
    try:
        return json.loads("\n".join(without_warnings(result.output)))
    except ValueError as error:
        raise CommandFailed(
            f"pgBackRest printed no JSON: {error}", "see docs/backups.md", log_lines=list(result.output)[-20:]
        ) from error


def without_warnings(lines: Sequence[str]) -> Sequence[str]:
    """Return what pgBackRest answered: of an option that it does not know it warns, whatever is asked."""
    return [line for line in lines if not line.startswith("WARN: ")]


def make_directory(place: BackupPlace, run: RunProgram) -> None:
    """Make the directory of the backups as the daemons' user; raises CommandFailed where it may not."""
    result = run(["mkdir", "-p", "-m", "700", place.directory], seconds=10)
    require_success(result, f"{place.directory} can't be made by the daemons' user")
