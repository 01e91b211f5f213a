#!/bin/bash
# Writes what a root file system has installed.
# usage: describe.sh ROOT FOLDER, which gets
#   packages.tsv   package, version, arch, Multi-Arch, source, source version
#   dpkg-status    dpkg's own file
#   sources.list   apt's
#   point-release  Debian's: 12.11
set -euo pipefail
root=$1 folder=$2
# shellcheck disable=SC2016 # dpkg-query's own variables
chroot "$root" dpkg-query --show \
  --showformat '${Package}\t${Version}\t${Architecture}\t${Multi-Arch}\t${source:Package}\t${source:Version}\n' \
  > "$folder/packages.tsv"
cp "$root/var/lib/dpkg/status" "$folder/dpkg-status"
cp "$root/etc/apt/sources.list" "$folder/sources.list"
cp "$root/etc/debian_version" "$folder/point-release"
