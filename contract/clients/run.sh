#!/usr/bin/env bash
# Installs the clients that others wrote, each by its own package manager, and runs them against the debug binary.
# Where an index can't be reached it says what is missing and fails.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
missing=()
npm ci --no-audit --no-fund --ignore-scripts --legacy-peer-deps --loglevel=error || missing+=("npm packages of contract/clients/package.json")
for client in chatwoot-sdk==0.2.0 chatwoot-client==0.1.2; do
  name=${client%%==*}
  [ -x ".venv/$name/bin/python" ] && ".venv/$name/bin/python" -c "import httpx, pydantic" 2>/dev/null && continue
  rm -rf ".venv/$name"
  { python3 -m venv ".venv/$name" && ".venv/$name/bin/pip" install --quiet --disable-pip-version-check "$client"; } ||
    { rm -rf ".venv/$name"; missing+=("PyPI $client"); }
done
if [ -d node_modules ]; then
  node --test --test-concurrency=1 --test-reporter=spec ./*.test.js
  status=$?
else
  status=1
fi
if [ ${#missing[@]} -gt 0 ]; then
  printf 'could not be installed: %s\n' "${missing[@]}"
  exit 1
fi
exit $status
