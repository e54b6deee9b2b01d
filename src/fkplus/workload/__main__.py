"""What the backend's unit runs: `python -m fkplus.workload FILE`, until SIGTERM.

FILE is JSON: {write, read, rate, connections, host, port}; it holds a password: its owner alone may read it.
"""

import json
import signal
import sys
import time
from pathlib import Path

import psycopg

from fkplus.model.errors import FkplusError
from fkplus.model.secrets import Secret
from fkplus.workload.engine import Endpoints, Engine
from fkplus.workload.metrics import Metrics
from fkplus.workload.parameters import Parameters
from fkplus.workload.run import Wanted, carry_out, prepare

# `up` starts the unit before it migrates and seeds. Who waits longer is started again, and waits anew.
_PREPARE_SECONDS = 1800.0
_PAUSE_SECONDS = 2.0
_DAY_SECONDS = 3600.0


def main(path: Path) -> None:
    """Serve metrics at once, wait for a database that has something to do, and do it until told to stop."""
    wanted = json.loads(path.read_text(encoding="utf-8"))
    metrics = Metrics()
    metrics.serve(wanted["host"], wanted["port"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    endpoints = Endpoints(Secret(wanted["write"]), Secret(wanted["read"]))
    drawn_from = _prepared(endpoints)
    # Another seed each time: a unit that is started again would write the rows of its first start anew.
    traffic = Wanted(wanted["rate"], None, wanted["connections"], _DAY_SECONDS, seed=time.time_ns())
    found = carry_out(endpoints, traffic, drawn_from, _say, _stops_at_sigterm, metrics)
    _say(json.dumps({name: value for name, value in found.items() if name != "by_operation"}))


def _prepared(endpoints: Endpoints) -> Parameters:
    ends, said = time.monotonic() + _PREPARE_SECONDS, ""
    while True:
        try:
            return prepare(endpoints, _say)
        except (FkplusError, psycopg.Error) as error:
            reason = " ".join(str(error).split())
            if time.monotonic() > ends:
                raise
            if reason != said:
                _say(f"waiting: {reason}")
            said = reason
        time.sleep(_PAUSE_SECONDS)


def _stops_at_sigterm(engine: Engine) -> None:
    signal.signal(signal.SIGTERM, lambda *_: engine.stop())


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
