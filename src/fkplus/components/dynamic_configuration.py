"""What the cluster agrees on in the DCS: failover timings, synchronous commit, PostgreSQL parameters."""

from collections.abc import Mapping
from typing import Any

# Patroni lowers values that break these rules in memory only, while GET /config goes on showing
# what was written (patroni/config.py, _validate_and_adjust_timeouts), so they are checked here.
MINIMUM_TTL_SECONDS = 20
MINIMUM_LOOP_WAIT_SECONDS = 1
MINIMUM_RETRY_TIMEOUT_SECONDS = 3

TTL_SECONDS = 20
# The launcher wakes Patroni when its postmaster ends, so no failover waits for the loop. When a node is lost
# as a whole its lease is half of this old on average, and that much less is left to wait for.
LOOP_WAIT_SECONDS = 2
RETRY_TIMEOUT_SECONDS = 5

_MEBIBYTE = 1024 * 1024


def timings_problem(ttl: int, loop_wait: int, retry_timeout: int) -> str:
    """Return why Patroni would silently change these values (all in seconds), or an empty string."""
    if ttl < MINIMUM_TTL_SECONDS:
        return f"ttl {ttl} is below {MINIMUM_TTL_SECONDS}"
    if loop_wait < MINIMUM_LOOP_WAIT_SECONDS:
        return f"loop_wait {loop_wait} is below {MINIMUM_LOOP_WAIT_SECONDS}"
    if retry_timeout < MINIMUM_RETRY_TIMEOUT_SECONDS:
        return f"retry_timeout {retry_timeout} is below {MINIMUM_RETRY_TIMEOUT_SECONDS}"
    if loop_wait + 2 * retry_timeout > ttl:
        return f"loop_wait + 2 * retry_timeout = {loop_wait + 2 * retry_timeout} exceeds ttl {ttl}"
    return ""


def dynamic_configuration(*, archives: bool = False, receiver_slot: str | None = None) -> Mapping[str, Any]:
    """Return the keys of Patroni's dynamic configuration that fkplus owns.

    `archives`: WAL goes to a repository of backups. `receiver_slot` names the slot of a WAL receiver. Patroni
    makes it on the primary and moves its copies on the replicas along; what it holds back is bounded by
    `max_slot_wal_keep_size`.
    """
    slots = {receiver_slot: {"type": "physical", "cluster_type": "primary"}} if receiver_slot else {}
    return {
        **({"slots": slots} if slots else {}),
        "ttl": TTL_SECONDS,
        "loop_wait": LOOP_WAIT_SECONDS,
        "retry_timeout": RETRY_TIMEOUT_SECONDS,
        # Safe because quorum commit guards the acknowledged rows: a crashed primary is replaced at
        # once, not waited for.
        "primary_start_timeout": 0,
        # A hung walsender must not hold up a shutdown, and with it the failover, for ever.
        "primary_stop_timeout": 30,
        "synchronous_mode": "quorum",
        "maximum_lag_on_failover": 64 * _MEBIBYTE,
        "check_timeline": True,
        "failsafe_mode": True,
        "postgresql": {
            "use_pg_rewind": True,
            "use_slots": True,
            "parameters": {**_PARAMETERS, **(_ARCHIVING if archives else {})},
        },
    }


_ARCHIVING: Mapping[str, Any] = {
    # The primary alone archives; pgBackRest refuses `always`. The command is a local fact: see patroni.py.
    "archive_mode": "on",
    # The most that is lost where the WAL receiver has nothing. Nothing is switched while nobody writes.
    "archive_timeout": "60s",
}

# Three instances share a small machine: memory and connections are modest on purpose.
_PARAMETERS: Mapping[str, Any] = {
    "max_connections": 120,
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "jit": "off",
    "wal_level": "replica",
    "wal_log_hints": "on",
    "wal_compression": "on",
    "hot_standby": "on",
    "max_wal_senders": 10,
    "max_replication_slots": 10,
    "min_wal_size": "80MB",
    "max_wal_size": "512MB",
    "wal_keep_size": "64MB",
    # A replica that stays away must not fill the primary's disk; beyond this it is copied afresh.
    "max_slot_wal_keep_size": "1GB",
    # A replica that has lost its primary sleeps for this long between two looks for more log. PostgreSQL 15
    # was seen to do so with a promotion requested already, and with the default to stay read-only for 5 s.
    "wal_retrieve_retry_interval": "250ms",
    "checkpoint_timeout": "5min",
    "checkpoint_completion_target": 0.9,
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "random_page_cost": 1.1,
    "default_toast_compression": "lz4",
    "shared_preload_libraries": "pg_stat_statements",
    "track_io_timing": "on",
    "log_line_prefix": "%m [%p] %q%u@%d %a ",
    "log_lock_waits": "on",
    "log_min_duration_statement": "1s",
    # Values of bind parameters are people's data; they stay out of the logs.
    "log_parameter_max_length": 0,
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "tcp_keepalives_idle": 60,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
}
