"""Which calls are measured one by one: the simulated backend's reads, in the form that tuning takes."""

from collections.abc import Sequence
from typing import Any

from fkplus.database.connection import Connection


def read_calls(connection: Connection, per_bucket: int) -> Sequence[Any]:
    """Return `per_bucket` calls of each read in each bucket, as samples of tuning."""
    # Imported here: NumPy takes longer than all other commands need.
    from fkplus.tuning.samples import Sample  # noqa: PLC0415
    from fkplus.workload import parameters, reading  # noqa: PLC0415

    drawn_from = parameters.read(connection, reading.READS)
    found = reading.calls(drawn_from, per_bucket)
    return [Sample(call.operation, call.bucket, call.text, call.values) for call in found]
