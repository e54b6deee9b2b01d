"""Which calls stand for the service when queries are measured one by one: its reads, by bucket."""

from collections.abc import Sequence
from dataclasses import dataclass

from fkplus.workload.catalogue import OPERATIONS
from fkplus.workload.parameters import Parameters
from fkplus.workload.schedule import BUCKETS, Arrival
from fkplus.workload.statements import Values, statement

READS = tuple(operation for operation in OPERATIONS if operation.seen is None)


@dataclass(frozen=True)
class Call:
    """One read: its operation and bucket, its SQL, its values."""

    operation: str
    bucket: str
    text: str
    values: Values


def calls(drawn_from: Parameters, per_bucket: int) -> Sequence[Call]:
    """Return `per_bucket` calls of each read in each bucket (or fewer); always the same."""
    found = []
    for operation in READS:
        text = statement(operation.name).as_string()
        for bucket in BUCKETS:
            for number in range(min(per_bucket, drawn_from.choices(operation, bucket))):
                values = drawn_from.draw(operation, Arrival(0.0, 0, bucket, number))
                found.append(Call(operation.name, bucket, text, named_in(text, values)))
    return found


def named_in(text: str, values: Values) -> Values:
    """Return those values that the text has a place for."""
    return {name: value for name, value in values.items() if f"%({name})s" in text}
