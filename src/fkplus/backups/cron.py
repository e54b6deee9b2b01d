"""When a five-field cron expression comes true, as cron(8) reads it (crontab(5)), by APScheduler's triggers.

APScheduler alone reads two things its own way: it counts weekdays from Monday (cron from Sunday), and where
day of month and weekday are given it wants both (cron wants one of them).
"""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIELDS = ("minute", "hour", "day", "month", "day_of_week")


class Schedule:
    """The moments of one cron expression, in local time unless `zone` says otherwise."""

    def __init__(self, expression: str, zone: tzinfo | str | None = None) -> None:
        """Read five fields; raises ValueError where they are no cron expression."""
        words = expression.split()
        if len(words) != len(_FIELDS):
            raise ValueError(f"{len(words)} fields and not {len(_FIELDS)}")
        fields = dict(zip(_FIELDS, words, strict=True))
        fields["day_of_week"] = _weekdays(fields["day_of_week"])
        alternatives = [fields]
        if fields["day"] != "*" and fields["day_of_week"] != "*":
            alternatives = [fields | {"day": "*"}, fields | {"day_of_week": "*"}]
        self._trigger: Any = OrTrigger([CronTrigger(timezone=zone, **each) for each in alternatives])

    def after(self, moment: datetime) -> datetime:
        """Return the first moment later than `moment`, which must have a time zone.

        Raises ValueError where there is none, as for 30 February.
        """
        found: datetime | None = self._trigger.get_next_fire_time(None, moment + timedelta(microseconds=1))
        if found is None:
            raise ValueError("it never comes true")
        return found


def _weekdays(field: str) -> str:
    """Return the weekdays of a cron field by name: APScheduler and cron agree on names only."""
    if field == "*":
        return field
    return ",".join(_named(part) for part in field.split(","))


def _named(part: str) -> str:
    span, _, step = part.partition("/")
    first, _, last = span.partition("-")
    if span != "*" and not (first.isdigit() and (not last or last.isdigit())):
        return part
    start = 0 if span == "*" else int(first)
    end = 6 if span == "*" or (step and not last) else int(last or first)
    days = range(start, end + 1, int(step or 1))
    if not days or end >= len(_WEEKDAYS):
        raise ValueError(f"{part} is no weekday: they are 0 (Sunday) to 6, or 7 for Sunday")
    return ",".join(_WEEKDAYS[day] for day in days)
