#!/usr/bin/env bash
# The server with the demo account and Vite beside it; the server is built again whenever Rust changes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
npm run dev -w @guiche/desk &
if command -v cargo-watch >/dev/null; then
  cargo watch -w guiche -w kernel -w desk -w features -w channels -i '*.svelte' -i '*.ts' \
    -x 'run -p guiche -- serve --data data/dev --demo'
else
  cargo run -p guiche -- serve --data data/dev --demo
fi
