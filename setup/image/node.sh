#!/bin/sh
# What runs in a node's container? supervisord, which starts the units by itself once `up` has come to its end.
#
# The argument is the node's home. Before that end a start that was cut off has to be looked at first (`up` does).
set -eu
# Under plain `docker compose up` another container puts the node's files, a little later.
waited=0
until [ -e "$1/supervisord.conf" ]; do
    [ "$waited" -lt 300 ] || { echo "there is no $1/supervisord.conf: no \`up\` has put this node's files" >&2; exit 1; }
    sleep 1
    waited=$((waited + 1))
done
FKPLUS_AUTOSTART=false
[ -e "$1/settled" ] && FKPLUS_AUTOSTART=true
export FKPLUS_AUTOSTART
# What a killed container left: nobody listens there, and the next supervisord would not begin.
rm -f "$1/run/supervisord.sock" "$1/run/supervisord.pid"
exec /opt/fkplus/bin/python -P -m supervisor.supervisord --nodaemon --configuration "$1/supervisord.conf"
