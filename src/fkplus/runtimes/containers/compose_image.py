"""Which image the nodes' containers are made of, and how it is built where it is not there yet."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import fkplus
from fkplus.runtimes.containers import engine

_CHECKOUT = Path(fkplus.__file__).resolve().parents[2]
_DOCKERFILE = _CHECKOUT / "setup" / "image" / "Dockerfile"
_WHEELS = _DOCKERFILE.with_name("wheels")
_CONTENTS = (
    *("setup/image/Dockerfile", "setup/image/healthy.sh", "setup/image/node.sh"),
    *("setup/build.lock", "requirements/runtime.lock"),
)

# Whoever sits behind a proxy or a mirror has them set; each is known to the Dockerfile or to every engine.
_PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL")


def name() -> str:
    """Return the image's name, whose tag is a digest of all that goes into it."""
    digest = hashlib.sha256()
    code = (path for path in (_CHECKOUT / "src" / "fkplus").rglob("*") if "__pycache__" not in path.parts)
    for path in [*(_CHECKOUT / name for name in _CONTENTS), *sorted(code)]:
        if path.is_file():
            digest.update(f"{path.relative_to(_CHECKOUT)}\0".encode() + path.read_bytes())
    return f"fkplus:{digest.hexdigest()[:12]}"


def ensure(image: str) -> bool:
    """Build the image unless the engine has it; tells whether it had to. Raises CommandFailed."""
    if engine.has_image(image):
        return False
    engine.build(image, _DOCKERFILE, "node", _CHECKOUT, build_arguments())
    return True


def build_arguments() -> Mapping[str, str | None]:
    """Return what a build is told of where packages come from; None: the value of our environment."""
    arguments: dict[str, str | None] = {name: None for name in _PASSED_ON if os.environ.get(name)}
    if any(_WHEELS.glob("*")):
        arguments["PIP_NO_INDEX"] = "1"
    return arguments
