"""Which errors can end a command, and what each tells the person who typed it.

FkplusError            exit 1  something failed
├── BadInput           exit 2  a wrong value or wrong use; nothing was changed
├── NotReady           exit 1  a deadline passed before something became true
├── NoPrimary          exit 1  the cluster has no member that takes writes
├── CommandFailed      exit 1  a program that we ran ended badly
├── ConnectionLost     exit 1  the database went away; repeating the command is safe
└── ObjectiveMissed    exit 3  the work was done, a measured objective does not hold
"""

from collections.abc import Sequence


class FkplusError(Exception):
    """An operational error: what failed, on which unit, its last log lines and what to do next.

    It becomes text in one place only, `fkplus.cli.main`.
    """

    exit_code = 1

    def __init__(self, what: str, hint: str = "", *, unit: str = "", log_lines: Sequence[str] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.unit = unit
        self.log_lines = tuple(log_lines)


class BadInput(FkplusError):
    """A value or an option that is refused before anything changes."""

    exit_code = 2


class NotReady(FkplusError):
    """A wait ended at its deadline."""


class NoPrimary(FkplusError):
    """No member of the cluster holds the leader lock."""


class CommandFailed(FkplusError):
    """A program ended with an error; its last lines are in `log_lines`."""


class ConnectionLost(FkplusError):
    """The connection to PostgreSQL broke, or its server stopped taking writes, in the middle of work."""


class ObjectiveMissed(FkplusError):
    """A measured figure does not meet its objective."""

    exit_code = 3
