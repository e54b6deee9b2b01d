"""Which machine this is, as far as it decides figures."""

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil


def machine() -> Mapping[str, Any]:
    """Describe this machine as far as it decides figures."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 1024**3, 1),
        "processor": _processor(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
