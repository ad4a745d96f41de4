#!/usr/bin/env bash
# Reproduces the book in one go; every step is a target of the Makefile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
usage: ./reproduce.sh [--quick | --anew | --help]

  (nothing)  environment, checksums, claims recomputed, results, book; what is shipped for
             exactly this code is used
  --quick    environment, checksums, claims recomputed
  --anew     as without options, but calibration, claims and all evidence are computed again and
             compared with what is shipped

Times stand in README.md and on the page "For reviewers" of the book. It needs GNU make, Python 3.11,
3.12 or 3.13 and, for the environment, a network. Nothing is installed outside this folder.
TEXT
}

checksums() {
    if command -v sha256sum >/dev/null; then
        sha256sum --quiet -c data/checksums.sha256
    else
        shasum -a 256 --quiet -c data/checksums.sha256
    fi
}

mode=${1:-}
case "$mode" in
    "" | --quick | --anew) ;;
    -h | --help) usage; exit 0 ;;
    *) echo "reproduce.sh: unknown option $mode; see ./reproduce.sh --help" >&2; exit 2 ;;
esac
if [ $# -gt 1 ]; then
    echo "reproduce.sh: one option at most; see ./reproduce.sh --help" >&2
    exit 2
fi

make setup
checksums
make verify
if [ "$mode" = --quick ]; then exit 0; fi
if [ "$mode" = --anew ]; then make results; fi
make book
