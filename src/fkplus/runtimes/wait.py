"""How long to wait for something, and what to say when it does not come: the only loop that sleeps."""

import socket
import time
from collections.abc import Callable, Sequence

import httpx

from fkplus.model.errors import NotReady
from fkplus.model.probe import Http, Probe, Tcp
from fkplus.model.program import Program

_PAUSE_SECONDS = 0.1
_PROBE_SECONDS = 2.0


def until(
    problem: Callable[[], str | None],
    seconds: float,
    what: str,
    *,
    unit: str = "",
    log_lines: Callable[[], Sequence[str]] = tuple,
    hint: str = "",
) -> None:
    """Call `problem` until it returns None.

    Raises NotReady after `seconds`, with the last problem and the unit's last log lines.
    """
    deadline = time.monotonic() + seconds
    while (last := problem()) is not None:
        if time.monotonic() >= deadline:
            raise NotReady(
                f"{what}: not so after {seconds:.0f} s: {last}", hint, unit=unit, log_lines=log_lines()
            )
        time.sleep(_PAUSE_SECONDS)


def until_ready(program: Program, log_lines: Callable[[], Sequence[str]] = tuple) -> None:
    """Wait until the unit is ready, for as long as its component allows; raises NotReady."""
    name = program.unit.name
    until(
        lambda: probe_problem(program.ready),
        program.start_seconds,
        f"waiting for {name}",
        unit=name,
        log_lines=log_lines,
        hint=f"read more with `fkplus logs {name}`",
    )


def probe_problem(probe: Probe) -> str | None:
    """Ask once; returns None when the probe is satisfied, else why not."""
    match probe:
        case Http():
            return _http_problem(probe)
        case Tcp():
            return _tcp_problem(probe)


def _http_problem(probe: Http) -> str | None:
    try:
        answer = httpx.get(probe.url, timeout=_PROBE_SECONDS, trust_env=False)
    except httpx.HTTPError as error:
        return f"{probe.url}: {error}"
    if answer.status_code != 200:
        return f"{probe.url} answers {answer.status_code}"
    if probe.body not in answer.text:
        return f"{probe.url} does not answer {probe.body}"
    return None


def _tcp_problem(probe: Tcp) -> str | None:
    try:
        with socket.create_connection((probe.host, probe.port), timeout=_PROBE_SECONDS):
            return None
    except OSError as error:
        return f"{probe.host}:{probe.port}: {error}"
