#!/usr/bin/env bash
# How is the Python environment made from the lock files, and how is it known to be up to date?
#
#   environment.sh          what runs
#   environment.sh --dev    and what the checks need
#
# It lies in .venv of the checkout. The stamp is written last, so an interrupted build never passes for a whole one.
set -euo pipefail
umask 022

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
target=$root/.venv
dev=
[[ ${1:-} == --dev ]] && dev=yes

# Not the python3 on the PATH: a private interpreter under somebody's home can't be run by the daemons' user.
python=/usr/bin/python3
runtime_locks=("$root/setup/build.lock" "$root/requirements/runtime.lock")
dev_lock=$root/requirements/dev.lock

say() { printf 'setup: %s\n' "$*" >&2; }

# The place is part of it because the scripts of an environment hold its path: a moved checkout needs a new one.
fingerprint() {
    { printf '%s\n' "$target"; readlink -f "$python"; cat -- "$@"; } | sha256sum
}

is_stamped() { [[ -f $target/$1.stamp && $(<"$target/$1.stamp") == "$2" ]]; }

stamp() {
    printf '%s\n' "$2" >"$target/$1.stamp.new"
    mv -f "$target/$1.stamp.new" "$target/$1.stamp"
}

# The user's PIP_* (a mirror, a proxy, certificates) hold; what would mix in or install to another place does not.
isolated() {
    env -u PYTHONPATH -u PYTHONHOME -u PYTHONSTARTUP -u VIRTUAL_ENV -u PIP_TARGET -u PIP_PREFIX -u PIP_ROOT \
        -u PIP_USER -u PIP_REQUIRE_VIRTUALENV PYTHONNOUSERSITE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 "$@"
}

# Everything comes as a wheel with a known hash, but for the two that exist only as source: those are built by the
# pinned setuptools that is already there, because an isolated build would fetch one that nobody has pinned.
install() {
    isolated "$target/bin/python" -m pip install --quiet --no-input --no-user --require-hashes --use-pep517 \
        --no-build-isolation --only-binary :all: --no-binary python-etcd,ydiff "$@" 2>&1 </dev/null |
        sed '/^DEPRECATION: --no-binary/d' >&2 # pip 23 announces a change of its cache, which is not ours to act on
}

build_runtime() {
    say "making the Python environment in $target"
    rm -rf -- "$target"
    isolated "$python" -m venv "$target"
    install -r "$root/setup/build.lock"
    install -r "$root/requirements/runtime.lock"
    # The code itself is used from the checkout, whatever starts this interpreter and from wherever.
    printf '%s\n' "$root/src" >"$(isolated "$target/bin/python" -c 'import site; print(site.getsitepackages()[0])')/fkplus.pth"
}

# The fast path: three processes and no Python.
runtime_print=$(fingerprint "${runtime_locks[@]}")
dev_print=${dev:+$(fingerprint "${runtime_locks[@]}" "$dev_lock")}
is_current() {
    is_stamped runtime "$runtime_print" && { [[ -z $dev ]] || is_stamped dev "$dev_print"; }
}
is_current && exit 0

# The lock is on a directory that is there anyway: no lock file to leave behind.
exec 9<"$root/requirements"
flock -w 900 9 || { say "another set-up has been at work for 15 minutes; giving up"; exit 1; }
is_current && exit 0

"$root/setup/packages.sh" --check

unfinished() {
    say "the Python environment was not finished; run the same command again"
    is_stamped runtime "$runtime_print" || rm -rf -- "$target"
}
trap unfinished EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if ! is_stamped runtime "$runtime_print"; then
    build_runtime
    stamp runtime "$runtime_print"
fi
if [[ -n $dev ]]; then
    say "adding what the checks need"
    rm -f -- "$target/dev.stamp"
    install -r "$dev_lock"
    stamp dev "$dev_print"
fi
trap - EXIT
