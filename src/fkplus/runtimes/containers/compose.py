"""How units run in containers: one for each node, made by Docker Compose; files lie under FKPLUS_HOME."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from fkplus.model.cluster import Layout
from fkplus.model.errors import BadInput
from fkplus.model.program import Program
from fkplus.model.secrets import Secret
from fkplus.model.topology import PUBLISHED_AT, Topology
from fkplus.runtimes.base import Result
from fkplus.runtimes.containers import compose_file, compose_image, engine
from fkplus.runtimes.containers.compose_file import Setting
from fkplus.runtimes.containers.container import ContainerRuntime
from fkplus.runtimes.daemon_user import DaemonUser, daemon_user, operators
from fkplus.runtimes.files import replace_text
from fkplus.runtimes.local_layout import check_place, check_socket_path
from fkplus.runtimes.nodes import NodesRuntime
from fkplus.runtimes.processes import require_free_ports

# What is in the image; see setup/image/Dockerfile.
PYTHON = Path("/opt/fkplus/bin/python")
POSTGRESQL_BIN = Path("/usr/lib/postgresql/17/bin")
# What `prometheus-postgres-exporter --help` names in version 0.17.
_COLLECTORS = (
    *("database", "database_wraparound", "locks", "long_running_transactions", "postmaster", "process_idle"),
    *("replication", "replication_slot", "roles", "stat_activity_autovacuum", "stat_bgwriter"),
    *("stat_checkpointer", "stat_database", "stat_statements", "stat_user_tables", "stat_wal_receiver"),
    *("statio_user_indexes", "statio_user_tables", "wal", "xlog_location"),
)

# Whom root's containers run as where this machine has no user `postgres`: as in PostgreSQL's official image.
_ROOTS_STAND_IN = DaemonUser("postgres", 999, 999, switch=True)


def compose_user() -> DaemonUser:
    """Return whom the containers run as: ourselves, or for root the user `postgres`, here or in name only."""
    try:
        return daemon_user()
    except BadInput:
        return _ROOTS_STAND_IN


def compose_layout(home: Path, user: DaemonUser, grafana: Path | None) -> Layout:
    """Return where things lie, here and in the containers alike."""
    return Layout(
        home,
        home / "run",
        PYTHON,
        POSTGRESQL_BIN,
        operators(user),
        grafana,
        _COLLECTORS,
        apart=True,
    )


class ComposeRuntime(NodesRuntime):
    """The runtime of topologies whose nodes are containers on this machine."""

    def __init__(
        self, topology: Topology, layout: Layout, user: DaemonUser, *, backups: Path, port_offset: int
    ) -> None:
        self._topology = topology
        self._layout = layout
        self._user = user
        project = f"fkplus-{topology.name}" + (f"-{port_offset}" if port_offset else "")
        self._setting = Setting(project, compose_image.name(), f"{user.uid}:{user.gid}", backups)
        self._containers = {node.name: compose_file.container(project, node.name) for node in topology.nodes}
        super().__init__(
            {
                name: ContainerRuntime(layout.of(name), user, container)
                for name, container in self._containers.items()
            },
            topology.entry.name,
        )

    @property
    def network(self) -> str:
        """Return the engine's name of the containers' network."""
        return f"{self._setting.project}_default"

    def container(self, node: str) -> str:
        """Return the name of a node's container."""
        return self._containers[node]

    def check(self, programs: Sequence[Program]) -> None:
        """See Runtime.check; makes the home directory, and the image where the engine does not have it."""
        engine.check()
        check_place(self._layout.home)
        for node in self._topology.nodes:
            check_socket_path(self._layout.of(node.name).run)
        running = self._running()
        published = [node.name for node in self._topology.nodes if node.published]
        for program in programs:
            if program.unit.node in published and program.unit.node not in running:
                require_free_ports(program, PUBLISHED_AT)
        compose_image.ensure(self._setting.image)

    def put(self, programs: Sequence[Program], secrets: Mapping[str, Secret]) -> frozenset[str]:
        """See Runtime.put; what is missing when a container starts, the engine makes root's."""
        layout, user = self._layout, self._user
        for place in (layout.home / "nodes", layout.home / "data", layout.run, self._setting.backups):
            user.make_directory(place)
        replace_text(self._passwd, compose_file.passwd(user.name, user.uid, user.gid), user.own)
        replace_text(self._file, compose_file.text(self._topology, layout, self._setting, programs))
        return super().put(programs, secrets)

    def _bring_nodes(self) -> Collection[str]:
        """Make the containers that do not run; those that do stay as they are, with an older image too."""
        images = self._running()
        # One that does not run is made anew, from today's image and file; `up` alone would start it as it is.
        self._compose("rm", "--force")
        self._compose("up", "--detach", "--no-recreate", "--no-build")
        return {node for node, image in images.items() if image != self._setting.image}

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        seconds: float,
        on_line: Callable[[str], None] | None = None,
        node: str | None = None,
    ) -> Result:
        """See Runtime.run; without a running entry in a container of its own, which sees no process."""
        running = self._running()
        if (node or self._entry) in running:
            return super().run(argv, seconds=seconds, on_line=on_line, node=node)
        if node is not None:
            return Result(1, [f"the container of {node} does not run"])
        return engine.beside(self._setting.image, self._alone(), argv, seconds=seconds, on_line=on_line)

    def close(self, programs: Sequence[Program]) -> None:
        """See Runtime.close: the containers and their network go, and with them whatever still ran."""
        if self._file.exists():
            self._compose("down", "--remove-orphans")

    @property
    def _file(self) -> Path:
        return self._layout.home / compose_file.FILE_NAME

    @property
    def _passwd(self) -> Path:
        return self._layout.home / compose_file.USERS_NAME

    def _compose(self, *words: str) -> None:
        engine.compose(self._file, self._setting.project, *words)

    def _running(self) -> Mapping[str, str]:
        """Return node -> image of the containers that run."""
        images = engine.images(tuple(self._containers.values()))
        return {node: images[name] for node, name in self._containers.items() if name in images}

    def _alone(self) -> Sequence[str]:
        places = [place for place in (self._layout.home, self._setting.backups) if place.exists()]
        volumes = [f"--volume={place}:{place}" for place in places]
        names = [f"--volume={self._passwd}:/etc/passwd:ro"] if self._passwd.exists() else []
        return [f"--user={self._setting.owner}", *volumes, *names]
