#!/usr/bin/env bash
# Unpacks Debian's Cyrus IMAP server for the tests that need a second real server. It cannot be installed beside
# Dovecot, as both packages are "the" IMAP server; unpacked into a folder it runs all the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=node_modules/.cache/cyrus
[ -x "$target/usr/lib/cyrus/bin/imapd" ] && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/root"
fetch() { (cd "$work" && apt-get download -qq "$@" 2>/dev/null); }
if ! fetch cyrus-common cyrus-imapd; then
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo -E)
  "${as_root[@]}" apt-get update -qq
  fetch cyrus-common cyrus-imapd
fi
# Its libraries, but for those of the virus scanner and of Zephyr, which nobody starts here.
libraries=$(dpkg-deb -f "$work"/cyrus-common_*.deb Depends | tr ',' '\n' | sed 's/^ *//;s/[ (|].*//' |
  grep '^lib' | grep -vE 'clamav|zephyr|perl')
for package in $libraries; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || fetch "$package"
done
for archive in "$work"/*.deb; do dpkg-deb -x "$archive" "$work/root"; done
mkdir -p "$(dirname "$target")"
rm -rf "$target"
mv "$work/root" "$target"
