#!/usr/bin/env bash
# Everything the OpenAPI describes, called with what it allows and what it does not, by schemathesis: no 5xx, no answer that is not described.
# `run.sh` takes a small budget, `run.sh deep` twenty minutes. Where PyPI can't be reached it says so and fails.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
version=4.32.5
home="${XDG_CACHE_HOME:-$HOME/.cache}/guiche/schemathesis-$version"
if ! [ -x "$home/bin/schemathesis" ]; then
  rm -rf "$home"
  { python3 -m venv "$home" && "$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"; } || {
    rm -rf "$home"
    echo "could not be installed: PyPI schemathesis==$version"
    exit 1
  }
fi
SCHEMATHESIS="$home/bin/schemathesis" exec node run.js "$@"
