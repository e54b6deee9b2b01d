#!/usr/bin/env bash
# How does Grafana get here, and is it the archive that was pinned? No distribution of ours has it, so it is fetched from its
# publisher. Where that can't be reached everything else runs: one line says so, and the exit code is 0.
#
# For root it goes to /usr/local/lib/fkplus, where the daemons' user can read it, else to .tools of the checkout.
set -euo pipefail
umask 022

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' "$root/src/fkplus/runtimes/local_grafana.py")
archive=https://dl.grafana.com/oss/release/grafana-$version.linux-amd64.tar.gz
# Of 12.4.3. Pinned and not read beside the archive: who changes the one can change the other.
checksum=64707f35d54a5441ecbc63c0b3b633b7e73fe404fac118e88574f56d70b08a93
connect_seconds=10
all_seconds=900

say() { printf 'setup: %s\n' "$*" >&2; }

place=$root/.tools
[[ $EUID -eq 0 ]] && place=/usr/local/lib/fkplus
target=$place/grafana-$version

has_grafana() {
    [[ -n ${GRAFANA_HOME:-} || -x /usr/share/grafana/bin/grafana || -x $target/bin/grafana ]] || command -v grafana >/dev/null
}

# Python is here in any case, curl may not be. A proxy of the environment is used.
fetch() {
    timeout "$all_seconds" /usr/bin/python3 -I -c '
import shutil, sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=float(sys.argv[3])) as answer, open(sys.argv[2], "wb") as file:
    shutil.copyfileobj(answer, file)
' "$archive" "$1" "$connect_seconds" 2>/dev/null
}

has_grafana && exit 0
if [[ $(uname -m) != x86_64 ]]; then
    say "Grafana is left out: no archive is pinned for $(uname -m); name an installed one in GRAFANA_HOME"
    exit 0
fi

mkdir -p "$place"
exec 9<"$place"
flock -w 900 9 || { say "another set-up has been at work for 15 minutes; giving up"; exit 1; }
has_grafana && exit 0

work=$(mktemp -d "$place/fetching.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
say "fetching Grafana $version"
if ! fetch "$work/grafana.tar.gz"; then
    say "Grafana is left out: ${archive%%/oss/*} can't be reached; everything else runs ('make grafana' tries again)"
    exit 0
fi
if ! sha256sum --check --status <<<"$checksum  $work/grafana.tar.gz"; then
    say "Grafana is left out: the archive is not the one that was pinned; nothing was kept"
    exit 0
fi
mkdir "$work/grafana"
tar -xzf "$work/grafana.tar.gz" -C "$work/grafana" --strip-components=1 --no-same-owner
rm -rf -- "$target"
mv -T -- "$work/grafana" "$target"
chmod 755 "$target"
