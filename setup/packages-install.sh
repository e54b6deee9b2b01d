#!/usr/bin/env bash
# How are the Debian packages given as arguments installed so that no service or cluster starts, now or at the next boot?
#
# Runs as root. An argument may name alternatives (a|b): the first that the distribution knows is taken.
# Services and clusters that were here before keep running and keep their settings.
set -euo pipefail

policy=/usr/sbin/policy-rc.d
saved_policy=$policy.saved-by-fkplus
dropin_dir=/etc/postgresql-common/createcluster.d
dropin=$dropin_dir/zz-fkplus.conf
lock=/run/lock/fkplus-packages.lock
# Which package brings which service; those that are new here are to stay off.
declare -A owner_of=(
    [etcd]=etcd-server [haproxy]=haproxy [postgresql]=postgresql-common [prometheus]=prometheus
    [prometheus-postgres-exporter]=prometheus-postgres-exporter [prometheus-node-exporter]=prometheus-node-exporter
    [prometheus-alertmanager]=prometheus-alertmanager [pgbackrest]=pgbackrest
)
new_services=()
mark='# put here by fkplus while it installs packages'

export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1 UCF_FORCE_CONFFOLD=1 LC_ALL=C.UTF-8
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

say() { printf 'setup: %s\n' "$*" >&2; }
apt() { apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null >&2; }
installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }
known() { [[ -n $(apt-cache madison "$1" 2>/dev/null) ]]; }

# Also undoes what an earlier run that was killed has left, so it goes by what lies there and not by memory.
restore() {
    rm -f "$dropin"
    rmdir --ignore-fail-on-non-empty "$dropin_dir" 2>/dev/null || true
    if [[ -f $policy ]] && grep -qxF "$mark" "$policy"; then
        rm -f "$policy"
    fi
    if [[ -e $saved_policy || -L $saved_policy ]]; then
        mv -T "$saved_policy" "$policy"
    fi
}

# invoke-rc.d and deb-systemd-invoke ask this program first; 101 means "not allowed" (Debian's policy-rc.d interface).
forbid_service_starts() {
    if [[ -e $policy || -L $policy ]]; then
        mv -T "$policy" "$saved_policy"
    fi
    printf '#!/bin/sh\n%s\nexit 101\n' "$mark" >"$policy.new-by-fkplus"
    chmod 755 "$policy.new-by-fkplus"
    mv -T "$policy.new-by-fkplus" "$policy"
}

forbid_cluster_creation() {
    mkdir -p "$dropin_dir"
    printf '%s\ncreate_main_cluster = off\n' "$mark" >"$dropin"
}

# An administrator may have removed include_dir from createcluster.conf; then the drop-in is not read and the
# distribution would make and start a cluster on port 5432. Better no installation than that.
check_cluster_creation_is_off() {
    local setting
    setting=$(pg_conftool /etc/postgresql-common/createcluster.conf show -bs create_main_cluster 2>/dev/null || true)
    [[ $setting == off ]] && return
    say "/etc/postgresql-common/createcluster.conf does not read $dropin_dir;"
    say "set create_main_cluster = off there and run this again"
    exit 1
}

lists_are_fresh() { [[ -n $(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mtime -7 -print -quit) ]]; }

update_lists() {
    say "reading the package lists"
    # A broken foreign source must not stop us; if a package can't be had, its installation says so.
    apt update || say "some package sources could not be read"
}

choose() {
    local candidate
    for candidate in ${1//|/ }; do
        if known "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

all_known() {
    local wanted
    for wanted in "$@"; do
        choose "$wanted" >/dev/null || return 1
    done
}

install() {
    # The lists may name versions that the mirror has replaced since: read them anew, then try once more.
    apt install --no-install-recommends --no-remove -- "$@" && return
    update_lists
    apt install --no-install-recommends --no-remove -- "$@"
}

# Disabled and not masked: the owner of the machine can turn them on as usual. update-rc.d does both systemd's
# links and the rc directories; its K links are what keeps a later upgrade of the package from enabling it again.
keep_off_at_boot() {
    local service=$1
    if [[ -e /etc/init.d/$service ]]; then
        update-rc.d "$service" disable >&2 || say "$service may start at the next boot: update-rc.d failed"
    fi
    if command -v systemctl >/dev/null; then
        SYSTEMCTL_SKIP_SYSV=1 systemctl --root=/ --quiet disable "$service" 2>/dev/null || true
    else
        # No systemd yet; the links for the day it comes are made all the same, aliases (etcd2) included.
        DPKG_MAINTSCRIPT_PACKAGE=${owner_of[$service]} deb-systemd-helper disable "$service.service" >&2 || true
    fi
}

# Runs however this script ends: an interrupted installation must not leave services that start at the next boot.
finish() {
    local service
    for service in "${new_services[@]}"; do
        if installed "${owner_of[$service]}"; then
            keep_off_at_boot "$service"
        fi
    done
    restore
}

main() {
    local wanted service packages=()
    [[ $# -gt 0 ]] || { say "name the packages to install"; exit 2; }
    [[ $EUID -eq 0 ]] || { say "only root can install packages"; exit 1; }

    mkdir -p "$(dirname "$lock")"
    exec 9>"$lock"
    flock -w 900 9 || { say "another set-up has been installing for 15 minutes; giving up"; exit 1; }
    restore
    trap finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    if ! lists_are_fresh || ! all_known "$@"; then
        update_lists
    fi
    for wanted in "$@"; do
        packages+=("$(choose "$wanted")") || { say "no package source of this machine has ${wanted//|/ or }"; exit 1; }
    done
    for service in "${!owner_of[@]}"; do
        installed "${owner_of[$service]}" || new_services+=("$service")
    done

    forbid_service_starts
    if [[ " ${packages[*]} " == *" postgresql"* ]]; then
        forbid_cluster_creation
        installed postgresql-common || install postgresql-common
        check_cluster_creation_is_off
    fi
    say "installing ${packages[*]}"
    install "${packages[@]}"
}

main "$@"
