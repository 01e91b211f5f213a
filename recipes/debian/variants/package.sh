#!/bin/bash
# One package is installed that the manifest does not name.
set -euo pipefail
package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
mkdir "$package/DEBIAN"
cat > "$package/DEBIAN/control" <<'CONTROL'
Package: unannounced
Version: 1.0
Architecture: all
Maintainer: Debian Cloud <debian-cloud@lists.debian.org>
Description: stands in no manifest
CONTROL
chmod 755 "$package"
dpkg-deb --root-owner-group --build "$package" "$ROOT/tmp/unannounced.deb" > /dev/null
chroot "$ROOT" dpkg --install /tmp/unannounced.deb > /dev/null
rm "$ROOT/tmp/unannounced.deb"
