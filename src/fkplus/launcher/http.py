"""How the launcher asks etcd and Patroni: one short JSON request with a deadline, nothing kept open."""

import http.client
import json
from collections.abc import Mapping
from typing import Any


def ask(
    address: str,
    method: str,
    path: str,
    body: Mapping[str, Any] | None = None,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, Any]:
    """Send one request to `address` (host:port); returns the status and the decoded JSON, None without any.

    Raises OSError when nobody answers; `seconds` bounds each step (connect, send, read) by itself.
    """
    connection = http.client.HTTPConnection(address, timeout=seconds)
    text = None if body is None else json.dumps(body)
    try:
        connection.request(method, path, text, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        content = answer.read()
    except http.client.HTTPException as error:
        raise OSError(f"{address}: {error!r}") from error
    finally:
        connection.close()
    try:
        return answer.status, json.loads(content)
    except ValueError:
        return answer.status, None
