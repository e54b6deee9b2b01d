#!/bin/bash
# Does every unit of this container do its work? The arguments are addresses that must answer with 200.
#
# bash asks by itself: a Python for it would cost a tenth of a core on a small machine.
set -eu
for url in "$@"; do
    place=${url#http://}
    host=${place%%/*}
    exec 3<>"/dev/tcp/${host%:*}/${host##*:}"
    printf 'GET /%s HTTP/1.0\r\nHost: %s\r\n\r\n' "${place#*/}" "$host" >&3
    read -r _ code _ <&3 || true
    exec 3>&-
    if [[ ${code:-} != 200 ]]; then
        echo "$url answers ${code:-nothing}"
        exit 1
    fi
done
