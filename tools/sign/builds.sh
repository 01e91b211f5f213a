#!/bin/sh
# Signs each build in a folder with gpg, as cloud-images:builds.signedBy wants it: in the CI's job, after the last change of the build's files.
# Usage: builds.sh FOLDER KEY
set -eu
folder=$1 key=$2
cd "$folder"
found=
for manifest in debian-*.build.json; do
  test -e "$manifest" || continue
  found=yes
  name=${manifest%.build.json}
  # a list of before is no file of the build
  rm -f "$name.SHA512SUMS.asc"
  sums=$(sha512sum -- "$name".*)
  printf '%s\n' "$sums" | gpg --batch --quiet --no-tty --digest-algo SHA512 --local-user "$key" --clearsign >"$name.SHA512SUMS.part"
  mv "$name.SHA512SUMS.part" "$name.SHA512SUMS.asc"
done
test -n "$found" || { echo "$0: no build in $folder" >&2; exit 1; }
