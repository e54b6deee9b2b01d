"""One sample for each logical operation: whatever its end, by reason, never above its deadline."""

import psycopg
import pytest

from fkplus.workload.catalogue import BY_NAME, OPERATIONS
from fkplus.workload.metrics import Metrics
from fkplus.workload.report import report
from fkplus.workload.session import Outcome, reason_of
from fkplus.workload.statements import statement
from fkplus.workload.tally import Tally

FEED = BY_NAME["feed"]


def told(tally: Tally) -> dict:
    return dict(report(tally, rate=10, seconds=10, lost=(), looked_for=0))


def test_an_answer_after_the_deadline_is_none_and_is_counted_at_the_deadline() -> None:
    tally = Tally(Metrics())
    tally.begun(FEED)
    assert not tally.ended(FEED, "cold", Outcome(None, 1, 0.2), queued=11.0, response=11.2)
    found = told(tally)
    assert found["failed"] == {"deadline": 1}
    assert found["response_ms"]["max"] == FEED.deadline_seconds * 1000


def test_what_was_never_begun_is_a_failure_too() -> None:
    tally = Tally(Metrics())
    tally.dropped(FEED, "cold")
    found = told(tally)
    assert (found["operations"], found["ok"], found["skipped"], found["failed"]) == (1, 0, 1, {"deadline": 1})


def test_all_tries_of_an_operation_are_one_sample() -> None:
    tally = Tally(Metrics())
    tally.begun(FEED)
    assert tally.ended(FEED, "cold", Outcome(None, 7, 1.5), queued=0.1, response=1.6)
    found = told(tally)
    assert (found["operations"], found["ok"], found["tries"]) == (1, 1, 7)
    sample = tally.metrics.registry.get_sample_value
    assert sample("fkplus_backend_response_seconds_count", {"operation": "feed", "bucket": "cold"}) == 1
    assert sample("fkplus_backend_tries_total") == 7
    assert sample("fkplus_backend_inflight") == 0


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (psycopg.errors.QueryCanceled(), "deadline"),
        (psycopg.errors.AdminShutdown(), "connection"),
        (psycopg.errors.ReadOnlySqlTransaction(), "connection"),
        (psycopg.OperationalError("connection refused"), "connection"),
        (psycopg.errors.SerializationFailure(), "conflict"),
        (psycopg.errors.DeadlockDetected(), "conflict"),
        (psycopg.errors.CheckViolation(), "refused"),
        (psycopg.errors.UndefinedTable(), "other"),
    ],
)
def test_failures_have_a_reason(error: psycopg.Error, reason: str) -> None:
    assert reason_of(error) == reason


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS if operation.seen is None])
def test_a_statement_names_its_operation(name: str) -> None:
    assert statement(name).as_string().startswith(f"/* fkplus:{name} */")
