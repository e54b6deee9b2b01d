"""How a daemon's REST API is asked for JSON: one short request with a deadline.

By the standard library: units of ours that ask shall start quickly and stay small.
"""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

_SECONDS = 3.0


def get_json(url: str) -> Any | None:
    """Return the JSON at `url`, None where nobody answers with status 200 and JSON within 3 s a step."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=_SECONDS)
    try:
        connection.request("GET", place.path or "/")
        answer = connection.getresponse()
        content = answer.read()
        return json.loads(content) if answer.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
