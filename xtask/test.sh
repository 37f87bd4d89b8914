#!/usr/bin/env bash
# Everything that is checked, one step after another. Goes on after a failed step and says at the end which failed.
# `test.sh deep` runs the long forms as well.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. xtask/needs.sh
deep=${1:-}
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
failed=() counts=() started=$SECONDS

# step NAME COMMAND…: runs it, shows what it says, remembers whether it failed and how long it took.
step() {
  local name=$1 begun=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@" 2>&1 | tee "$log/$name"; then
    printf -- '-- %s: ok, %ss\n' "$name" $((SECONDS - begun))
  else
    failed+=("$name")
    printf -- '-- %s: FAILED, %ss\n' "$name" $((SECONDS - begun))
  fi
}

# count NAME PATTERN WORD: sums the first number of every match of PATTERN in a step's output.
count() {
  local sum
  sum=$(sed 's/\x1b\[[0-9;]*m//g' "$log/$1" 2>/dev/null | grep -oE "$2" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }')
  counts+=("${sum:-0} $3")
}

rust_tests() {
  if command -v cargo-nextest >/dev/null; then
    cargo nextest run --workspace --locked --no-fail-fast --retries 1 --status-level fail --final-status-level flaky
  else
    cargo test --workspace --locked --no-fail-fast
  fi
}

interface() { npm run build && node kernel/ui/precompress.mjs; }
# The interface's types are those that the program describes.
described() {
  "${CARGO_TARGET_DIR:-target}/debug/guiche" openapi >"$log/openapi.json" && node web/scripts/api-types.mjs "$log/openapi.json" --check
}
# Scenarios in a browser. What failed is tried once more by itself: a machine at its limit is told apart from a fault,
# and named as flaky.
e2e() {
  local file name failed=0
  scenarios contract/e2e/*.test.js && return 0
  mv "$log/failures" "$log/again"
  while IFS=$'\t' read -r file name; do
    printf '\nagain: %s\n' "$name"
    if scenarios --test-name-pattern="$name" "$file" </dev/null | tee "$log/once" && grep -q 'pass 1$' "$log/once"; then
      printf 'flaky: %s\n' "$name"
    else
      failed=1
    fi
  done <"$log/again"
  [ -s "$log/again" ] && return $failed
}
scenarios() {
  node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=./contract/lib/failures.js --test-reporter-destination="$log/failures" "$@"
}

needs || exit 1
step format cargo fmt --all --check
step tidy cargo run -q --locked -p xtask -- tidy
step clippy cargo clippy --workspace --all-targets --locked -- -D warnings
step rust rust_tests
step packages npm ci --no-audit --no-fund --loglevel=error
step oxlint npx --no-install oxlint --deny-warnings web features channels contract
step types npm run check
step units npm test
step interface interface
step binary cargo build --locked -p guiche
step weights node contract/weights.js
step described described
step browser e2e
step clients contract/clients/run.sh
step schemathesis contract/schemathesis/run.sh $deep
step kills node contract/kills.js --rounds "$([ -n "$deep" ] && echo 500 || echo 12)"
if [ -n "$deep" ]; then
  step faults cargo test --workspace --locked -- --ignored
fi

if command -v cargo-nextest >/dev/null; then
  count rust '[0-9]+ passed' 'Rust tests passed'
else
  count rust '[0-9]+ passed;' 'Rust tests passed'
fi
count units 'Tests .*[0-9]+ passed' 'interface tests passed'
count browser 'pass [0-9]+' 'browser scenarios passed'
count clients 'pass [0-9]+' 'checks of clients that others wrote passed'
count kills '[0-9]+ kills' 'kills without a loss'
grep -hE '^flaky: |FLAKY ' "$log/browser" "$log/rust" | sort -u
printf '\n'
printf '%s\n' "${counts[@]}"
printf 'took %ss\n' $((SECONDS - started))
if [ ${#failed[@]} -gt 0 ]; then
  printf 'FAILED: %s\n' "${failed[*]}"
  exit 1
fi
printf 'all steps passed\n'
