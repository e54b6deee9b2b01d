#!/usr/bin/env bash
# Is there a container engine with Compose that answers us? On Debian and its relatives what is missing is installed.
#
# Debian's docker.io (20.10) and docker-compose (1.29), or whatever is here: any engine of 20.10 or later, Compose 1.29 or v2.
#
#   engine.sh              install what is missing, and start the engine
#   engine.sh --no-start   only install
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)

say() { printf 'setup: %s\n' "$*" >&2; }
has_compose() { docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; }
answers() { docker version >/dev/null 2>&1; }

packages=()
command -v docker >/dev/null && { answers || command -v dockerd >/dev/null; } || packages+=(docker.io iptables)
has_compose || packages+=(docker-compose)
if ((${#packages[@]})); then
    sudo=
    if [[ $EUID -ne 0 ]]; then
        sudo=sudo
        command -v sudo >/dev/null || { say "missing: ${packages[*]}, and this needs root"; exit 1; }
    fi
    $sudo bash "$here/packages-install.sh" "${packages[@]}"
fi
[[ ${1:-} == --no-start ]] && exit 0
answers && exit 0
if [[ $EUID -eq 0 ]] && command -v dockerd >/dev/null; then
    # Without an init system, or where its script may not raise a limit, the engine runs by itself until the machine stops.
    { command -v service >/dev/null && service docker start >&2; } ||
        { say "starting dockerd, which logs to /var/log/docker.log"; setsid dockerd >>/var/log/docker.log 2>&1 </dev/null & }
    for _ in {1..30}; do
        answers && exit 0
        sleep 1
    done
fi
say "no container engine answers: start it, or join the group docker and log in again"
exit 1
