"""How to tell that a unit is ready, as data: what to ask and which answer counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Http:
    """Ready when a GET of `url` answers with status 200 and a body that contains `body`."""

    url: str
    body: str = ""


@dataclass(frozen=True)
class Tcp:
    """Ready when something accepts a connection at `host`:`port`."""

    host: str
    port: int


Probe = Http | Tcp
