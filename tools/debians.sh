#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Runs the README's two commands in minimal Debians, and compares what the demo becomes in them.
#
#   sh tools/debians.sh [RELEASE…]      bookworm (Debian 12), trixie (13) and forky (14, not yet
#                                       released) unless said otherwise
#
#   TESTS=all         what is tested: "all" (make test), "none", or arguments of pytest,
#                     e.g. TESTS="tests/read tests/text" (needs no Chromium)
#   FOLDER=/var/tmp/debians   where the Debians lie; they are kept, and used again
#   MIRROR=…          where Debian's packages come from, unless apt here knows
#
# As root, with debootstrap. The last commit of this repository is built, with the time of that
# commit as its clock. Where packages come from is read from this machine when it is run: apt's
# sources and proxies, pip's configuration and the folders it names, certificates and hosts.
set -eu

if [ "${DEBIANS_INSIDE:-}" != yes ]; then
    [ "$(id -u)" = 0 ] || { echo "debians.sh: must run as root" >&2; exit 2; }
    command -v debootstrap >/dev/null || { echo "debians.sh: needs debootstrap" >&2; exit 2; }
    # What is mounted goes when this ends, however it ends; so do all processes.
    DEBIANS_INSIDE=yes exec unshare --mount --pid --fork --kill-child sh "$0" "$@"
fi

here=$(cd "$(dirname "$0")/.." && pwd)
folder=${FOLDER:-/var/tmp/debians}
tests=${TESTS:-all}
epoch=$(git -C "$here" log -1 --format=%ct)
[ $# -gt 0 ] || set -- bookworm trixie forky

# The address of a kind of packages ("main archive": releases; security: releases-security).
archive() {
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 2>/dev/null |
        awk -v kind="$1" '($2 ~ /-security$/) == (kind == "security") { print $1; exit }'
}
main=${MIRROR:-$(archive main)}
security=$(archive security)
[ -n "$main" ] || { echo "debians.sh: apt has no sources here; set MIRROR" >&2; exit 2; }

make_root() { # release, root
    [ -e "$2/.made" ] && return
    rm -rf "$2"
    # A release that debootstrap here does not know yet is made as unstable is.
    scripts=${DEBOOTSTRAP_DIR:-/usr/share/debootstrap}/scripts
    if [ -e "$scripts/$1" ]; then script=; else script=$scripts/sid; fi
    # shellcheck disable=SC2086 # no script is no argument
    debootstrap --variant=minbase --include=ca-certificates,git,make,python3,python3-venv \
        "$1" "$2" "$main" $script >"$2.log" 2>&1 || { tail -5 "$2.log" >&2; exit 1; }
    touch "$2/.made"
}

configure() { # release, root: what this machine knows of where packages come from
    {
        echo "deb $main $1 main"
        echo "deb $main $1-updates main"
        [ -z "$security" ] || echo "deb $security $1-security main"
    } >"$2/etc/apt/sources.list"
    apt-config dump Acquire | grep -E '^Acquire::(http|https|Retries|ForceIPv4)' \
        >"$2/etc/apt/apt.conf.d/00-this-machine" || true
    for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
        if [ -e "$file" ]; then cp -L "$file" "$2$file"; fi
    done
    for path in /etc/pip.conf /etc/xdg/pip "$HOME/.config/pip" "$HOME/.pip" $(named_by_pip); do
        [ -e "$path" ] || continue
        mkdir -p "$2$(dirname "$path")"
        if [ -d "$path" ]; then
            mkdir -p "$2$path"
            mount --bind -o ro "$path" "$2$path"
        else
            [ "$path" -ef "$2$path" ] || cp -L "$path" "$2$path"
        fi
    done
}

named_by_pip() { # paths of this machine in pip's configuration
    python3 -m pip config list 2>/dev/null | grep -oE "(file://|['[:space:]=])/[^'[:space:]]+" |
        sed -E "s#^(file://|.)/#/#; s#/simple/?\$##" | sort -u
}

inside() { # root, command
    # PIP_* and the certificates are this machine's way to packages; nothing else comes along.
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$HOME" LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        SOURCE_DATE_EPOCH="$epoch" CI="${CI:-}" $(env | grep -E '^(PIP_|SSL_CERT_|https?_proxy=|no_proxy=)') \
        chroot "$1" sh -ec "cd /srv/portal && $2"
}

run() { # release
    root=$folder/$1
    make_root "$1" "$root"
    for place in proc sys dev dev/shm; do mkdir -p "$root/$place"; done
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    configure "$1" "$root"
    rm -rf "$root/srv/portal"
    git clone -q --no-hardlinks "$here" "$root/srv/portal"
    inside "$root" "python3 --version && make site"
    inside "$root" "cd output && find . -type f ! -name .newsroom | LC_ALL=C sort | xargs -d '\n' sha256sum" \
        >"$folder/$1.sums"
    # The tests see the day as it is.
    case $tests in
    none) ;;
    all) inside "$root" "unset SOURCE_DATE_EPOCH; apt-get update -qq; make test" ;;
    *) inside "$root" "unset SOURCE_DATE_EPOCH
        .venv/bin/pip install --quiet --require-hashes -r requirements-test.txt
        # What needs no more than Python: a minimal Debian has no browser.
        .venv/bin/pytest -n auto --dist worksteal -m 'not browser' $tests" ;;
    esac
}

mkdir -p "$folder"
failed=""
for release in "$@"; do
    echo "== $release"
    (run "$release") || failed="$failed $release"
done
for release in "$@"; do
    [ -s "$folder/$release.sums" ] || continue
    echo "$release: $(wc -l <"$folder/$release.sums") files, $(sha256sum <"$folder/$release.sums" | cut -c1-16)"
    diff -u "$folder/$1.sums" "$folder/$release.sums" | head -40
    cmp -s "$folder/$1.sums" "$folder/$release.sums" || failed="$failed $release(bytes)"
done
[ -z "$failed" ] || { echo "Failed:$failed" >&2; exit 1; }
