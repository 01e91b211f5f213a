#!/bin/bash
# Installs a Debian from its archive into a folder: root.tar, and beside it what describe.sh says of it. Needs root.
# usage: install.sh FOLDER SUITE PACKAGES CONFIGURE APT_LINE...
#   PACKAGES   names, with commas between
#   CONFIGURE  a program that is given the root file system when everything is installed
#   APT_LINE   "deb http://… bookworm main": where to install from
# Wants, in the environment: ARCH, and what CONFIGURE wants. Of another arch than the machine's its kernel runs what binfmt names.
set -euo pipefail

# Nothing outlives a kill: the processes go with their namespace, the mounts with theirs.
if [ -z "${IN_NAMESPACE:-}" ]; then
  export IN_NAMESPACE=1
  exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

describe=$(dirname "$(readlink -f "$0")")/describe.sh
folder=$1 suite=$2 packages=$3 configure=$4
shift 4

# /tmp may be small
TMPDIR=$(mktemp -d "$folder/.installing.XXXXXX")
export TMPDIR
trap 'rm -rf --one-file-system "$TMPDIR"' EXIT

mmdebstrap --quiet --mode=root --architectures="$ARCH" --variant=minbase --format=tar \
  --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --include="$packages" \
  --customize-hook="'$configure' \"\$1\"" --customize-hook="'$describe' \"\$1\" '$folder'" \
  "$suite" "$folder/root.tar" "$@"
