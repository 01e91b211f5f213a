#!/usr/bin/env bash
# Makes of-1030dcc.tar.xz: tree, staging and state as that commit's own `npm run up` left them. Run it once, with a clone of that commit:
#   git clone . OLD && git -C OLD checkout 1030dcc && test/takeover/make.sh OLD
set -euo pipefail
old=$1
here=$(cd "$(dirname "$0")" && pwd)
world=$(mktemp -d)
trap 'rm -rf "$world"' EXIT
export PULUMI_CONFIG_PASSPHRASE='' PULUMI_BACKEND_URL="file://$world/state"
mkdir "$world/state" "$world/tree" "$world/artifacts"
cd "$old"

stack() { # NAME, CHANNEL, DAY, further lines
  cat > "$world/$1.yaml" <<Y
config:
  cloud-images:role: publication
  cloud-images:suite: bookworm
  cloud-images:channel: $2
  cloud-images:mirror: { root: $world/tree, staging: $world/staging }
  cloud-images:expect: { required: ["azure/amd64"], bestEffort: ["*/*"] }
  cloud-images:now: "$3"
$4
Y
}
up() { # NAME, arguments
  npm run -s up -- --stack "$1" --config-file "$world/$1.yaml" "${@:2}"
}
daily() { # DAY, further lines
  stack bookworm-daily daily "$1" "  cloud-images:artifacts: $world/artifacts
${2:-}"
  up bookworm-daily
}
release() { # DAY, VERSION
  stack bookworm-release release "$1" "  cloud-images:publish: { version: $2, reason: the first release }"
  npm run -s preview -- --stack bookworm-release --config-file "$world/bookworm-release.yaml" \
    --save-plan "$world/plan" --markdown "$world/plan.md" --html "$world/plan.html"
  up bookworm-release --plan "$world/plan"
}
build() { # VERSION, IMAGES
  npm run -s sample -- --out "$world/artifacts" --suite bookworm --version "$1" --images "$2" --size 1
}

npm run -s pulumi -- stack init bookworm-daily
npm run -s pulumi -- stack init bookworm-release
build 20260701-2526 azure/amd64
daily 2026-07-01
build 20260702-2527 azure/amd64,azure/arm64
daily 2026-07-02
release 2026-07-02 20260702-2527
# the first is hidden now, and what it was superseded by has an image in quarantine
build 20260720-2545 azure/amd64,genericcloud/amd64
daily 2026-07-20 '  cloud-images:withdraw: { "20260702-2527/azure/arm64": does not boot }'

stack bookworm-release release 2026-07-20 '  cloud-images:publish: { version: 20260702-2527, reason: the first release }
  cloud-images:keepReleased: { "20260702-2527/azure/arm64": boots where it was released }'

rm -rf "$world"/plan* "$world/artifacts" "$world"/state/.pulumi/{backups,history}
find "$world/state" -name "*.bak*" -delete
grep -rlZ --null "$world" "$world/state" "$world"/*.yaml | xargs -0 sed -i "s|$world|@WORLD@|g"
if grep -rl "$world" "$world/tree" "$world/staging"; then echo "a record names a path of this machine" >&2; exit 1; fi
tar --create --sparse --sort=name --owner=0 --group=0 --numeric-owner --directory "$world" . | xz -9e > "$here/of-1030dcc.tar.xz"
ls -l "$here/of-1030dcc.tar.xz"
