"""What pgbench prints becomes figures, and no password of it is to be seen."""

from pathlib import Path

import pytest

from fkplus.bench.pgbench import Load, Throughput, arguments, summed_up
from fkplus.bench.proxy import figures
from fkplus.database.dsn import Dsn
from fkplus.model.errors import CommandFailed
from fkplus.model.secrets import Secret

PRINTED = """\
pgbench (15.10 (Debian 15.10-0+deb12u1))
number of transactions actually processed: 4
latency average = 6.265 ms
initial connection time = 31.520 ms
tps = 1263.169134 (without initial connection time)
"""
LOG = [
    f"0 {number} {milliseconds * 1000} 0 1764000000 1" for number, milliseconds in enumerate((4, 5, 6, 50))
]


def test_rate_and_times_of_a_run_are_read() -> None:
    run = summed_up(PRINTED, LOG)
    assert run.per_second == pytest.approx(1263.169134)
    assert run.median_ms == pytest.approx(5.5)
    assert run.p95_ms > 6


def test_a_run_of_one_transaction_has_its_time() -> None:
    assert summed_up(PRINTED, LOG[:1]) == Throughput(1263.169134, 4.0, 4.0)


@pytest.mark.parametrize(("printed", "log"), [("pgbench: error: client 1 aborted", LOG), (PRINTED, [])])
def test_a_run_without_a_rate_is_no_run(printed: str, log: list[str]) -> None:
    with pytest.raises(CommandFailed, match="no rate"):
        summed_up(printed, log)


def test_the_password_is_not_among_the_arguments() -> None:
    place = Dsn("127.0.0.1", 5000, "bench", "postgres", Secret("hush"))
    words = arguments(Path("pgbench"), place, Load(Path("script"), 8, 10), Path("log"))
    assert "hush" not in " ".join(words)
    assert words[-1] == "postgresql://postgres@127.0.0.1:5000/bench"


def test_medians_are_compared_and_the_objective_is_the_designs() -> None:
    through = [Throughput(rate, 7.0, 9.0) for rate in (800.0, 950.0, 100.0)]
    past = [Throughput(rate, 5.0, 8.0) for rate in (1000.0, 1001.0, 10.0)]
    ratio, *others = figures(through, past)
    assert (ratio.figure, ratio.value, ratio.objective) == ("throughput_ratio", 0.8, ">= 0.9")
    assert not ratio.holds
    assert all(figure.objective is None for figure in others)
