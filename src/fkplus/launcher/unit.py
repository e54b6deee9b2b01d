"""What the launcher has to know of the Patroni unit that it guards, read from the unit's own patroni.yml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class PatroniUnit:
    """Name, place and entry points of one Patroni; `prefix` is where its cluster's keys begin in etcd."""

    name: str
    prefix: str
    data: Path
    rest: str
    rest_user: str
    rest_password: str = field(repr=False)
    superuser: str
    superuser_password: str = field(repr=False)
    etcd: Sequence[str]


def read(path: Path) -> PatroniUnit:
    """Read patroni.yml; raises OSError, yaml.YAMLError or KeyError where Patroni could not use it either."""
    document: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    rest = document["restapi"]
    login = rest["authentication"]
    superuser = document["postgresql"]["authentication"]["superuser"]
    return PatroniUnit(
        name=document["name"],
        # patroni/dcs/__init__.py, AbstractDCS.client_path: /namespace/scope/key
        prefix=f"/{document['namespace'].strip('/')}/{document['scope']}/",
        data=Path(document["postgresql"]["data_dir"]),
        rest=rest["connect_address"],
        rest_user=login["username"],
        rest_password=login["password"],
        superuser=superuser["username"],
        superuser_password=superuser["password"],
        etcd=tuple(document["etcd3"]["hosts"]),
    )
