#!/bin/bash
# Makes of a fresh installation the root of an amphora: a Debian cloud image in which Octavia's agent starts. What the
# agent reads (/etc/octavia/amphora-agent.conf and its certificates) comes from Octavia's controller by config drive.
# usage: configure.sh ROOT, with SUITE and VENDOR in the environment
set -euo pipefail
root=$1
recipe=$(dirname "$0")

"$recipe/../debian/configure.sh" "$root"
(umask 022 && cp -r --no-preserve=mode,ownership "$recipe/files/." "$root/")

systemctl --root="$root" --quiet enable octavia-agent
# the agent starts its own, one for each load balancer
systemctl --root="$root" --quiet disable haproxy keepalived
# an amphora reaches no archive and no entropy server, and is replaced, not upgraded
systemctl --root="$root" --quiet disable pollinate apt-daily.timer apt-daily-upgrade.timer
