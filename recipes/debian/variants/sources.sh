#!/bin/bash
# Every source is listed twice, in sources.list and as deb822: apt warns of each at every update.
set -euo pipefail
while read -r _ archive suite component; do
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: %s\n\n' "$archive" "$suite" "$component"
done < "$ROOT/etc/apt/sources.list" > "$ROOT/etc/apt/sources.list.d/debian.sources"
