"""Which settings of an operator keep the cluster from helping itself."""

from collections.abc import Iterator

from fkplus.components.dynamic_configuration import timings_problem
from fkplus.model.observation import Observation
from fkplus.operations.risks.risk import Risk


def risks(seen: Observation) -> Iterator[Risk]:
    """Return a pause, restarts that are due, and timings that are not the ones in use."""
    if seen.members.paused:
        yield Risk(
            "the cluster is paused: there is no failover until somebody resumes it",
            "cluster",
            'PATCH /config with {"pause": null}, or `patronictl resume`',
        )
    for member in seen.members.members:
        if member.pending_restart:
            yield Risk(
                "a changed setting waits for a restart of its instance",
                member.node,
                "`fkplus restart --pending`",
            )
    ttl, loop_wait, retry_timeout = (
        seen.configuration.get(name) for name in ("ttl", "loop_wait", "retry_timeout")
    )
    if isinstance(ttl, int) and isinstance(loop_wait, int) and isinstance(retry_timeout, int):
        problem = timings_problem(ttl, loop_wait, retry_timeout)
        if problem:
            yield Risk(
                f"Patroni silently uses other timings than the configured ones: {problem}",
                "cluster",
                "PATCH /config with values that fit; GET /config does not show those in use",
            )
