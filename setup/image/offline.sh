#!/usr/bin/env bash
# How are the base image and the Python wheels of our image made where no registry of images can be reached?
#
# As root, with debootstrap and a running engine: debian:trixie-slim of Debian's packages, under its usual name (DEBIAN_MIRROR
# names another mirror than Debian's own), and the wheels of requirements/runtime.lock by the pip of this machine, in setup/image/wheels,
# which a build prefers. What is there already is left alone.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/setup/image}
base=debian:trixie-slim

say() { printf 'setup: %s\n' "$*" >&2; }

make_base() {
    local work=
    [[ $EUID -eq 0 ]] || { say "only root can make $base"; exit 1; }
    command -v debootstrap >/dev/null || { say "install the package debootstrap first"; exit 1; }
    work=$(mktemp -d /var/tmp/fkplus-base.XXXXXX)
    # shellcheck disable=SC2064 # the place as it is now
    trap "rm -rf -- '$work'" EXIT
    say "making $base (about a minute)"
    debootstrap --variant=minbase trixie "$work/root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$work/log" 2>&1 ||
        { tail -n 20 "$work/log" >&2; exit 1; }
    rm -rf -- "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/* \
        "$work"/root/usr/share/{doc,man,info}/*
    tar -C "$work/root" -c . | docker import --change 'CMD ["bash"]' - "$base" >&2
}

# For the Python of the image, whatever the one here is. Two packages exist only as source.
fetch_wheels() {
    say "fetching the wheels of the image"
    rm -rf -- "$here/wheels.new"
    "$root/.venv/bin/python" -m pip download --quiet --no-input --require-hashes --no-deps --no-build-isolation \
        --python-version 3.13 --only-binary :all: --no-binary python-etcd,ydiff --dest "$here/wheels.new" \
        -r "$root/setup/build.lock" -r "$root/requirements/runtime.lock"
    rm -rf -- "$here/wheels"
    mv -T -- "$here/wheels.new" "$here/wheels"
}

docker image inspect "$base" >/dev/null 2>&1 || make_base
[[ -d $here/wheels ]] || fetch_wheels
say "the image can be built without a registry"
