#!/bin/sh
# Lays the public source of readers that are in no package into a folder, for CLOUD_IMAGES_READER_SOURCES. Nothing of it is part of this
# project, and nothing is built. Usage: sources.sh FOLDER [BASE], where BASE/OWNER/NAME are the repositories (default: GitHub).
set -eu
folder=$1 base=${2:-https://github.com}
lay() {
  repository=$1 commit=$2
  shift 2
  into=$folder/$repository
  mkdir -p "$into"
  git -C "$into" init --quiet
  git -C "$into" remote add origin "$base/$repository" 2>/dev/null || git -C "$into" remote set-url origin "$base/$repository"
  git -C "$into" fetch --quiet --depth 1 --filter=blob:none origin "$commit"
  git -C "$into" checkout --quiet FETCH_HEAD -- "$@"
}
lay osism/openstack-image-manager 4170bade199deac4ae082108243fbf1e38877f54 contrib/update.py
lay canonical/multipass 9b0af2ec31ffcf13f19b73c88bed0f66b6a11c7b tools/distro-scraper
lay lima-vm/lima 183a60d721bf9cd969f366301bf90710b8c6a28e hack/update-template.sh hack/update-template-debian.sh hack/cache-common-inc.sh
lay cockpit-project/bots a3fa706c48e4f441aac42eea1e0eace9cce55689 images/scripts/debian-trixie.bootstrap
lay kubevirt/containerdisks 25091d7c60c2a58d363f2bb6623eb34261f0ad04 artifacts/debian pkg/api pkg/http pkg/architecture
lay sovereignite/tender 6aae5d01acdbd750fdfa1f9c7f5709d89bfd0f70 internal/images
# the last commit of upstream's own in this fork's history: what came after is the fork's
lay GoCarrot/debian-cloud-images 6b2de7bc9f400745528e9608d5e7af392330b31e src/debian_cloud_images/__init__.py src/debian_cloud_images/api src/debian_cloud_images/utils
