/** Keeps a folder below a size: deletes the least recently used files. `prune-cache FOLDER BYTES`. */
export const pruneCache = `#!/bin/sh
set -eu
folder=$1 limit=$2
find "$folder" -xdev -type f -printf '%A@ %s %p\\0' |
  sort -z -r -n |
  awk -v RS='\\0' -v ORS='\\0' -v limit="$limit" '
    { kept += $2 }
    kept > limit { kept -= $2; sub(/^[^ ]+ [^ ]+ /, ""); print }' |
  xargs -0 -r rm -f --
`;
