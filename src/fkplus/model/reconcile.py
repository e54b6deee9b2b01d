"""Which keys of a running cluster's dynamic configuration may be changed: ours, untouched by an operator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reconciliation:
    """`patch` is what to send to PATCH /config; `kept` names keys that an operator has changed."""

    patch: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


def reconcile(
    current: Mapping[str, Any], applied: Mapping[str, Any], desired: Mapping[str, Any], prefix: str = ""
) -> Reconciliation:
    """Compare what is, what we set last, and what we want, key by key and level by level.

    A key that is no longer as we set it belongs to the operator. Keys that only the operator set
    are none of our business. A key that we set and no longer want is removed (null deletes it:
    https://patroni.readthedocs.io/en/latest/rest_api.html, PATCH /config).
    """
    patch: dict[str, Any] = {}
    kept: list[str] = []
    for key in sorted({*applied, *desired}):
        now, last, want = current.get(key), applied.get(key), desired.get(key)
        if isinstance(want, Mapping):
            inner = reconcile(_mapping(now), _mapping(last), want, f"{prefix}{key}.")
            kept += inner.kept
            if inner.patch:
                patch[key] = dict(inner.patch)
        elif _same(now, want):
            continue
        elif _same(now, last):
            patch[key] = want
        else:
            kept.append(f"{prefix}{key}")
    return Reconciliation(patch, tuple(kept))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _same(left: Any, right: Any) -> bool:
    # Patroni compares as strings too: 1 and "1" mean the same GUC value.
    return left == right or (left is not None and right is not None and str(left) == str(right))
