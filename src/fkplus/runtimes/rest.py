"""How a daemon's REST API is asked for JSON: one short request with a deadline."""

from typing import Any

import httpx

_SECONDS = 3.0


def get_json(url: str) -> Any | None:
    """Return the JSON at `url`, None where nobody answers with status 200 and JSON within 3 s."""
    try:
        answer = httpx.get(url, timeout=_SECONDS, trust_env=False)
        return answer.json() if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError):
        return None
