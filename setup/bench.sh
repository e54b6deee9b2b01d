#!/usr/bin/env bash
# What does everything cost beside something else? All benchmarks, one after the other; a missed one stops no other.
#
#   bench.sh [DIR]   with protocols in DIR, the import too
#
# Exit codes as of ./fkplus: 0 all objectives hold, 1 one could not be measured, 3 an objective was missed.
set -uo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root" || exit 1
failed=() missed=()

bench() {
    printf '== bench %s\n' "$1" >&2
    ./fkplus bench "$@"
    case $? in
        0) ;;
        3) missed+=("$1") ;;
        *) failed+=("$1") ;;
    esac
}

# These make clusters of their own; the others measure in the one of FKPLUS_HOME.
for name in up failover backup; do bench "$name"; done
./fkplus up || exit 1
for name in proxy queries openloop seed; do bench "$name"; done
[[ -z ${1:-} ]] || bench import --data "$1"

((${#missed[@]} == 0)) || printf 'an objective was missed: %s\n' "${missed[*]}" >&2
((${#failed[@]} == 0)) || { printf 'could not be measured: %s\n' "${failed[*]}" >&2; exit 1; }
((${#missed[@]} == 0)) || exit 3
