#!/usr/bin/env bash
# Does the code hold to the rules, and do all tests pass? Runs every check even when one fails, and fails if any did.
#
#   checks.sh            everything
#   checks.sh --lint     all but the tests
set -uo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root" || exit 1
unset PYTHONPATH PYTHONHOME
export PATH=$root/.venv/bin:$PATH
failed=()

check() {
    printf '== %s\n' "$*" >&2
    "$@" || failed+=("$1${2:+ $2}")
}

check ruff format --check src tests schema
check ruff check src tests schema
check mypy
check lint-imports
# Versions 1 to 5 were released before squawk came; what it finds in them can only be excused.
shopt -s extglob nullglob
check squawk --config setup/squawk-v1-v5.toml schema/v00[1-5]_*/V*.sql
later=(schema/!(v00[1-5]_*)/V*.sql)
((${#later[@]} == 0)) || check squawk "${later[@]}"
if [[ ${1:-} != --lint ]]; then
    # Those of a cluster wait most of their time: three clusters, then the rest, three processes (tests/conftest.py).
    check pytest -n 3 --dist loadscope --no-loadscope-reorder
fi

if ((${#failed[@]})); then
    printf 'failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
printf 'all checks passed\n' >&2
