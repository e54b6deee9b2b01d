"""Whether a password is the one behind a stored SCRAM verifier, without sending it anywhere."""

import base64
import hashlib
import hmac
import re

from fkplus.model.secrets import Secret

_VERIFIER = re.compile(r"SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)")


def matches(password: Secret, verifier: str) -> bool:
    """Tell whether `verifier` (pg_authid.rolpassword) was made of `password`.

    RFC 5802 section 3: StoredKey = H(HMAC(SaltedPassword, "Client Key")). SASLprep changes nothing in
    the letters and digits that we generate; another password that it would change counts as no match,
    which only costs a repeated ALTER ROLE.
    """
    parts = _VERIFIER.fullmatch(verifier)
    if parts is None:
        return False
    iterations, salt, stored_key, _ = parts.groups()
    salted = hashlib.pbkdf2_hmac(
        "sha256", password.reveal().encode(), base64.b64decode(salt), int(iterations)
    )
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    return hmac.compare_digest(hashlib.sha256(client_key).digest(), base64.b64decode(stored_key))
