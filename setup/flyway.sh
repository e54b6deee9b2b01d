#!/usr/bin/env bash
# How do Flyway's jars get into .tools/flyway-VERSION of the checkout, and are they the ones that were reviewed?
#
# Maven fetches them by their coordinates (flyway/pom.xml) from wherever its settings say; every jar must then match
# flyway/checksums.sha256. The folder appears whole or not at all.
set -euo pipefail
umask 022

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
pom=$root/setup/flyway/pom.xml
checksums=$root/setup/flyway/checksums.sha256
copy_jars=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
attempts=4

say() { printf 'setup: %s\n' "$*" >&2; }

version=$(sed -n 's/^.*  flyway-core-\(.*\)\.jar$/\1/p' "$checksums")
target=$root/.tools/flyway-$version

# The list is copied last, so a folder that has the same list is complete; a changed list means other jars.
is_present() { cmp -s -- "$checksums" "$target/checksums.sha256"; }

fetch() {
    local into=$1 log=$1.log attempt
    for ((attempt = 1; attempt <= attempts; attempt++)); do
        # In the C locale Java can't open a path with letters outside ASCII.
        if LC_ALL=C.UTF-8 mvn -B -f "$pom" "$copy_jars" "-DoutputDirectory=$into" -Dmdep.overWriteReleases=true \
            >"$log" 2>&1 </dev/null; then
            return 0
        fi
        say "Maven could not fetch Flyway (attempt $attempt of $attempts)"
        ((attempt == attempts)) || sleep $((attempt * 3))
    done
    grep -E '^\[(ERROR|WARNING)\]' "$log" | tail -n 12 >&2 || tail -n 12 "$log" >&2
    return 1
}

# A jar too many is refused like a changed one: everything in the folder ends up on the class path.
verify() {
    local into=$1
    (cd -- "$into" && sha256sum --check --strict --quiet "$checksums" >&2) || return 1
    diff <(find "$into" -type f -printf '%f\n' | LC_ALL=C sort) \
        <(sed 's/^[0-9a-f]*  //' "$checksums" | LC_ALL=C sort) >&2
}

is_present && exit 0
mkdir -p "$root/.tools"
exec 9<"$root/.tools"
flock -w 900 9 || { say "another set-up has been at work for 15 minutes; giving up"; exit 1; }
is_present && exit 0

# Maven is all that is needed here; where it is missing, so may be other things, and they are named together.
command -v mvn >/dev/null || "$root/setup/packages.sh" --check
say "fetching Flyway $version"
work=$(mktemp -d "$root/.tools/fetching.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir "$work/jars"
fetch "$work/jars" || { say "Flyway is not there; Maven's settings decide where it looks (~/.m2/settings.xml)"; exit 1; }
verify "$work/jars" || { say "a jar is not the one that was reviewed (setup/flyway/checksums.sha256); nothing was kept"; exit 1; }
cp -- "$checksums" "$work/jars/checksums.sha256"
rm -rf -- "$target"
mv -T -- "$work/jars" "$target"
