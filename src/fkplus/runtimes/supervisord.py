"""How supervisord is told what to run, and asked what runs (version 4.3; http://supervisord.org)."""

import http.client
import shlex
import socket
import xmlrpc.client
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from fkplus.model.cluster import Layout
from fkplus.model.program import Program
from fkplus.runtimes.launch import launched

_CALL_SECONDS = 15.0

# A unit that can't stay up for a second is tried again for ever, each time a second later: an
# operator who frees a disk or mends a file should not have to think of starting units by hand.
_START_RETRIES = 100_000

_HEAD = """\
[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisord]
logfile={log}
logfile_maxbytes=5MB
logfile_backups=1
pidfile={pidfile}
directory={home}
umask=077
nocleanup=true
"""

_PROGRAM = """
[program:{name}]
command={command}
autostart={autostart}
autorestart=true
startsecs=1
startretries={retries}
stopsignal=TERM
stopwaitsecs={stop_seconds}
redirect_stderr=true
stdout_logfile={log}
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=2
"""


def configuration(layout: Layout, programs: Sequence[Program], *, autostart: str = "false") -> str:
    """Return supervisord.conf for these programs, none of which starts by itself unless `autostart` says so.

    `autostart` may be an expression of supervisord's, such as `%(ENV_X)s`.
    """
    head = _HEAD.format(
        socket=_value(socket_path(layout)),
        log=_value(layout.home / "log" / "supervisord.log"),
        pidfile=_value(layout.run / "supervisord.pid"),
        home=_value(layout.home),
    )
    return head + "".join(
        _PROGRAM.format(
            name=program.unit.name,
            command=_value(shlex.join(launched(layout, program))),
            autostart=autostart,
            retries=_START_RETRIES,
            stop_seconds=program.stop_seconds,
            log=_value(layout.log(program.unit)),
        )
        for program in programs
    )


def socket_path(layout: Layout) -> Path:
    """Return the Unix socket at which supervisord answers."""
    return layout.run / "supervisord.sock"


def _value(text: object) -> str:
    # supervisord expands %(ENV_x)s in every value.
    return str(text).replace("%", "%%")


class Supervisor:
    """The XML-RPC interface of one supervisord, with a deadline on every call.

    Methods raise OSError when nobody answers and xmlrpc.client.Fault when the answer is no.
    """

    def __init__(self, layout: Layout) -> None:
        self._path = socket_path(layout)

    def answers(self) -> bool:
        """Tell whether a supervisord listens on the socket and is not shutting down."""
        try:
            state: Mapping[str, Any] = self._call("getState")
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False
        return bool(state["statename"] == "RUNNING")

    def processes(self) -> Sequence[Mapping[str, Any]]:
        """Return name, statename and pid (among others) of every program."""
        answer: Sequence[Mapping[str, Any]] = self._call("getAllProcessInfo")
        return answer

    def reread(self) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        """Read the configuration again; returns the names added, changed and removed. Starts nothing."""
        [[added, changed, removed]] = self._call("reloadConfig")
        return added, changed, removed

    def add(self, name: str) -> None:
        """Make a program of the configuration known."""
        self._call("addProcessGroup", name)

    def remove(self, name: str) -> None:
        """Forget a stopped program."""
        self._call("removeProcessGroup", name)

    def start(self, name: str) -> None:
        """Begin to start a program; returns at once."""
        self._call("startProcess", name, False)

    def stop(self, name: str) -> None:
        """Begin to stop a program; returns at once."""
        self._call("stopProcess", name, False)

    def signal(self, name: str, signal_name: str) -> None:
        """Send a signal (`HUP`, `USR2` ...) to a running program."""
        self._call("signalProcess", name, signal_name)

    def shutdown(self) -> None:
        """Ask supervisord to end, with everything that it runs."""
        self._call("shutdown")

    def _call(self, method: str, *arguments: str | bool) -> Any:
        connection = _UnixConnection(self._path)
        try:
            body = xmlrpc.client.dumps(arguments, f"supervisor.{method}")
            connection.request("POST", "/RPC2", body, {"Content-Type": "text/xml"})
            (answer,), _ = xmlrpc.client.loads(connection.getresponse().read())
            return answer
        except (http.client.HTTPException, ExpatError) as error:
            raise ConnectionError(f"supervisord ended in the middle of its answer: {error!r}") from error
        finally:
            connection.close()


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_CALL_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_CALL_SECONDS)
        self.sock.connect(str(self._path))
