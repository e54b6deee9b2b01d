"""How the container engine is asked: `docker` and Compose, v2 or 1.29, with a deadline on each command."""

import os
import pwd
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from fkplus.model.errors import BadInput, CommandFailed
from fkplus.runtimes import local_program
from fkplus.runtimes.base import Result
from fkplus.runtimes.daemon_user import DaemonUser

_ASK_SECONDS = 20.0
_COMPOSE_SECONDS = 180.0
_BUILD_SECONDS = 1800.0


def check() -> None:
    """Raise BadInput where there is no engine that answers us, or no Compose."""
    if shutil.which("docker") is None:
        raise BadInput("there is no docker on the PATH", "install the package docker.io")
    answer = _docker("version", "--format", "{{.Server.Version}}", seconds=_ASK_SECONDS)
    if answer.returncode != 0:
        raise BadInput(
            f"no container engine answers: {' '.join(answer.output[-1:])}",
            "start it (`service docker start`), or join the group docker",
        )
    compose_command()


def has_image(image: str) -> bool:
    """Tell whether the engine has the image."""
    return _docker("image", "inspect", image, seconds=_ASK_SECONDS).returncode == 0


def build(
    image: str, dockerfile: Path, target: str, context: Path, arguments: Mapping[str, str | None]
) -> None:
    """Build an image up to the stage `target`. Raises CommandFailed.

    An argument without a value is taken from our environment.
    """
    words = [word for name in arguments for word in ("--build-arg", _argument(name, arguments[name]))]
    argv = ("build", "--tag", image, "--file", str(dockerfile), "--target", target, *words, str(context))
    _require(_docker(*argv, seconds=_BUILD_SECONDS), f"the image {image} can't be built")


def images(containers: Sequence[str]) -> Mapping[str, str]:
    """Return the image of each container that runs."""
    form = "{{.Name}} {{.State.Running}} {{.Config.Image}}"
    lines = _docker("container", "inspect", "--format", form, *containers, seconds=_ASK_SECONDS).output
    words = [line.split() for line in lines if line.startswith("/")]
    return {name.removeprefix("/"): image for name, running, image in words if running == "true"}


def compose(file: Path, project: str, *words: str) -> None:
    """Run a command of Compose on a file; raises CommandFailed."""
    argv = [*compose_command(), "--file", str(file), "--project-name", project, *words]
    _require(_run(argv, seconds=_COMPOSE_SECONDS), f"Compose did not do `{words[0]}`")


def inside(
    container: str, argv: Sequence[str | Path], *, seconds: float, on_line: Callable[[str], None] | None
) -> Result:
    """Run a program in a running container, where it ends after `seconds` too. Raises CommandFailed."""
    limited = ["docker", "exec", container, "timeout", "--kill-after=10", f"{seconds:.0f}", *argv]
    return _run(limited, seconds=seconds + 15, on_line=on_line)


def beside(
    image: str,
    options: Sequence[str],
    argv: Sequence[str | Path],
    *,
    seconds: float,
    on_line: Callable[[str], None] | None,
) -> Result:
    """Run a program in a container of its own, which is gone afterwards. Raises CommandFailed."""
    alone = ["docker", "run", "--rm", "--entrypoint=timeout", *options, image]
    limited = [*alone, "--kill-after=10", f"{seconds:.0f}", *argv]
    return _run(limited, seconds=seconds + 15, on_line=on_line)


def control(*words: str) -> None:
    """Run a short command of the engine, such as `kill NAME`; raises CommandFailed."""
    _require(_docker(*words, seconds=_ASK_SECONDS), f"the engine did not do `{' '.join(words)}`")


def is_paused(container: str) -> bool:
    """Tell whether the container's processes are frozen."""
    return _fact(container, "{{.State.Paused}}") == "true"


def is_connected(network: str, container: str) -> bool:
    """Tell whether the container is in the network."""
    return (
        network
        in _fact(container, "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}").split()
    )


def _fact(container: str, form: str) -> str:
    answer = _docker("container", "inspect", "--format", form, container, seconds=_ASK_SECONDS)
    return "\n".join(answer.output).strip()


def last_lines(container: str, lines: int) -> Sequence[str]:
    """Return what a container printed last."""
    return _docker("logs", "--tail", str(lines), container, seconds=_ASK_SECONDS).output


@cache
def compose_command() -> tuple[str, ...]:
    """Return the argv of Compose v2, else of 1.29; raises BadInput where there is neither."""
    if _docker("compose", "version", seconds=_ASK_SECONDS).returncode == 0:
        return ("docker", "compose")
    if shutil.which("docker-compose") is None:
        raise BadInput("there is no Docker Compose", "install the package docker-compose")
    return ("docker-compose",)


def _argument(name: str, value: str | None) -> str:
    return name if value is None else f"{name}={value}"


def _docker(*words: str, seconds: float) -> Result:
    return _run(["docker", *words], seconds=seconds)


def _run(
    argv: Sequence[str | Path], *, seconds: float, on_line: Callable[[str], None] | None = None
) -> Result:
    """Run as ourselves, with our environment: it says which engine is meant."""
    me = pwd.getpwuid(os.geteuid())
    user = DaemonUser(me.pw_name, me.pw_uid, me.pw_gid, switch=False)
    return local_program.run(user, argv, seconds=seconds, on_line=on_line, environment=dict(os.environ))


def _require(result: Result, what: str) -> None:
    if result.returncode != 0:
        raise CommandFailed(what, log_lines=result.output[-20:])
