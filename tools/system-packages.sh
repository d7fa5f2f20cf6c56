#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Has the Debian packages that some tests need. As root it installs those that lack; otherwise it
# prints the one line that does, and which tests are left out meanwhile. It never asks for another
# user's rights. Under CI=true a package that lacks is a failure.
set -u

missing="" left_out=""

# lacks PACKAGE "TESTS": a test whose program is not there.
lacks() {
    missing="$missing $1"
    left_out="$left_out
  $1: $2"
}

has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

library() { ls /usr/lib/*/"$1" >/dev/null 2>&1; }

look() {
    missing="" left_out=""
    has chromium || lacks chromium "those marked browser (tests/site, tests/theme, tests/deploy)"
    has chromedriver || lacks chromium-driver "those marked browser (tests/site, tests/theme, tests/deploy)"
    has strace || lacks strace "of what a build opens and of power cuts (tests/engine)"
    has rsync || lacks rsync "of copying to a server (tests/bridge/test_publishing.py)"
    has nginx || lacks nginx-light "of the published server, by nginx (tests/deploy)"
    has caddy || lacks caddy "of the published server, by Caddy (tests/deploy)"
    has openssl || lacks openssl "of the published server over https (tests/deploy)"
    has pdftoppm || lacks poppler-utils "of bulletins as pictures (tests/commands/test_bulletin.py)"
    has zbarimg || lacks zbar-tools "of codes on bulletins (tests/commands/test_bulletin.py)"
    library libpangoft2-1.0.so.0 || lacks libpangoft2-1.0-0 "of bulletins (tests/commands/test_bulletin.py)"
    library libpango-1.0.so.0 || lacks libpango-1.0-0 "of bulletins (tests/commands/test_bulletin.py)"
    has newsboat || lacks newsboat "of a real reader of feeds (tests/site/test_newsboat.py)"
}

look
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && has apt-get; then
    echo "Installing for the tests:$missing"
    # shellcheck disable=SC2086
    apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    look
    [ -z "$missing" ] && exit 0
fi

echo "For all tests, as root:"
echo "  apt-get install --no-install-recommends$missing"
echo "Left out without them:$left_out"
[ "${CI:-}" = true ] && exit 1
exit 0
