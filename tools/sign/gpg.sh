#!/bin/sh
# Signs its standard input with gpg: the simplest command for cloud-images:mirror.sign. Usage: gpg.sh KEY detached|clearsigned DAYS
# On another host: command: [ssh, signer, /usr/local/bin/gpg.sh, FINGERPRINT]
set -eu
key=$1 form=$2 days=$3
case $form in
detached) set -- --armor --detach-sign ;;
clearsigned) set -- --clearsign ;;
*) echo "$0: expected detached or clearsigned, not $form" >&2; exit 2 ;;
esac
test "$days" = 0 || set -- --default-sig-expire "${days}d" "$@"
exec gpg --batch --quiet --no-tty --local-user "$key" "$@"
