#!/usr/bin/env bash
# Which system programs are missing on this machine, and how do they get here without disturbing anything?
#
#   packages.sh            install what is missing
#   packages.sh --check    only name it; exit 1 if anything is missing
#   packages.sh --dev      install pgTAP and HypoPG, which only the tests and `fkplus tune advise` need
#   packages.sh --bench    install pg_auto_failover, which `fkplus bench failover` measures too where it is
#
# What is present is left alone. On Debian and its relatives what is missing is installed (by packages-install.sh,
# through sudo where not root); elsewhere it is named and the script stops.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
# HAProxy lives in /usr/sbin, which is not on an ordinary user's PATH on Debian.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf 'setup: %s\n' "$*" >&2; }

has_postgresql() {
    local major
    for major in 18 17 16 15; do
        [[ -x /usr/lib/postgresql/$major/bin/postgres ]] && return 0
    done
    return 1
}

# A Java counts when it brings the library that JPype loads; `java` on the PATH alone may be a wrapper.
has_java() {
    local library home major
    for library in /usr/lib/jvm/*/lib/server/libjvm.so ${JAVA_HOME:+"$JAVA_HOME/lib/server/libjvm.so"}; do
        home=${library%/lib/server/libjvm.so}
        [[ -e $library && -r $home/release ]] || continue
        major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        [[ ${major:-0} -ge 17 ]] && return 0
    done
    return 1
}

has_python() {
    [[ -x /usr/bin/python3 ]] || return 1
    /usr/bin/python3 -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))'
}

# Debian moves ensurepip out of python3 into python3-venv; without it no environment with pip can be made.
has_venv() { has_python && /usr/bin/python3 -I -S -c 'import ensurepip, venv' 2>/dev/null; }

has_certificates() { [[ -s /etc/ssl/certs/ca-certificates.crt || -s /etc/pki/tls/certs/ca-bundle.crt ]]; }

has_program() { command -v "$1" >/dev/null; }

# One line per missing thing: the Debian package that brings it (a|b: the first that the distribution knows),
# a tab, and what it is for people on another distribution.
missing() {
    has_postgresql || printf '%s\tPostgreSQL 15 to 18 under /usr/lib/postgresql\n' "$(postgresql_package)"
    has_program etcd || printf 'etcd-server\tetcd\n'
    has_program etcdctl || printf 'etcd-client\tetcdctl\n'
    has_program haproxy || printf 'haproxy\thaproxy\n'
    has_program prometheus || printf 'prometheus\tprometheus and promtool\n'
    has_program prometheus-postgres-exporter ||
        printf 'prometheus-postgres-exporter\tprometheus-postgres-exporter (postgres_exporter)\n'
    has_program prometheus-node-exporter ||
        printf 'prometheus-node-exporter\tprometheus-node-exporter (node_exporter)\n'
    has_program prometheus-alertmanager ||
        printf 'prometheus-alertmanager\tprometheus-alertmanager (alertmanager)\n'
    has_program pgbackrest || printf 'pgbackrest\tpgBackRest 2.45 or later\n'
    has_java || printf 'openjdk-17-jre-headless|openjdk-21-jre-headless|openjdk-25-jre-headless\tJava 17 or later\n'
    has_program mvn || printf 'maven\tmvn (Apache Maven)\n'
    has_python || printf 'python3\t/usr/bin/python3, version 3.11 or later\n'
    has_venv || printf 'python3-venv\tthe modules venv and ensurepip of /usr/bin/python3\n'
    has_program ps || printf 'procps\tps\n'
    has_certificates || printf 'ca-certificates\tthe certificates of public authorities\n'
}

# shellcheck disable=SC1091
os_field() { ( . /etc/os-release 2>/dev/null; printf '%s' "${!1:-}" ); }

is_debian_like() {
    [[ " $(os_field ID) $(os_field ID_LIKE) " == *" debian "* ]] && has_program apt-get
}

postgresql_package() {
    if [[ "$(os_field ID) $(os_field VERSION_ID)" == "debian 12" ]]; then
        printf 'postgresql-15'
    else
        printf 'postgresql'
    fi
}

install_packages() {
    if [[ $EUID -eq 0 ]]; then
        bash "$here/packages-install.sh" "$@"
    elif has_program sudo; then
        say "root is needed for this; asking sudo"
        # A proxy that apt needs would otherwise be lost on the way.
        sudo ${http_proxy:+--preserve-env=http_proxy} ${https_proxy:+--preserve-env=https_proxy} \
            bash "$here/packages-install.sh" "$@" && return
        refuse "sudo did not do it" "$@"
    else
        refuse "this needs root, and there is no sudo" "$@"
    fi
}

refuse() {
    say "$1. As root run:"
    shift
    printf '    bash %q' "$here/packages-install.sh" >&2
    printf ' %q' "$@" >&2
    printf '\n' >&2
    exit 1
}

newest_postgresql() {
    printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sed -n 's|^/usr/lib/postgresql/\([0-9]*\)/bin/initdb$|\1|p' |
        sort -n | tail -n 1
}

has_extension() { [[ -e /usr/share/postgresql/$2/extension/$1.control ]]; }

# On Debian 12 the package is there, so it has to come; elsewhere its tests say why they were skipped.
add_extension() {
    local name=$1 major
    major=$(newest_postgresql)
    has_extension "$name" "$major" && return
    if is_debian_like; then
        (install_packages "postgresql-$major-$name") || true
        has_extension "$name" "$major" && return
        if [[ "$(os_field ID) $(os_field VERSION_ID) $major" == "debian 12 15" ]]; then
            say "without postgresql-$major-$name not every check can run"
            exit 1
        fi
    fi
    say "$name is not there for PostgreSQL ${major:-(none found)}: its tests will be skipped"
}

# Two packages without a service: a program, and an extension that no server loads by itself.
add_pg_auto_failover() {
    local major
    major=$(newest_postgresql)
    has_program pg_autoctl && [[ -e /usr/lib/postgresql/$major/lib/pgautofailover.so ]] && return
    is_debian_like || { say "pg_auto_failover is not there, and this is not Debian or a relative of it"; exit 1; }
    install_packages "postgresql-$major-auto-failover" pg-auto-failover-cli
}

main() {
    local lines packages
    case ${1:-} in
        --dev) add_extension pgtap; add_extension hypopg; return ;;
        --bench) add_pg_auto_failover; return ;;
    esac
    lines=$(missing)
    [[ -n $lines ]] || return 0
    if ! is_debian_like; then
        say "this is not Debian or a relative of it; please install first:"
        cut -f2 <<<"$lines" | sed 's/^/    /' >&2
        exit 1
    fi
    mapfile -t packages < <(cut -f1 <<<"$lines")
    if [[ ${1:-} == --check ]]; then
        say "system packages are missing: ${packages[*]%%|*}"
        say "'make run' or 'make setup' installs them"
        exit 1
    fi
    say "missing: ${packages[*]%%|*}"
    install_packages "${packages[@]}"
    lines=$(missing)
    if [[ -n $lines ]]; then
        say "after installing, still missing:"
        cut -f2 <<<"$lines" | sed 's/^/    /' >&2
        exit 1
    fi
    say "system packages are complete"
}

main "$@"
