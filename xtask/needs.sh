# What the tests need beside Rust and node: PostgreSQL and Chromium. Installed by apt where we may, else named.
# Sourced by test.sh.

# Adds PostgreSQL's programs to the path: Debian keeps them aside.
find_postgres() {
  command -v initdb >/dev/null && command -v postgres >/dev/null && return 0
  local folder
  for folder in /usr/lib/postgresql/*/bin; do
    [ -x "$folder/initdb" ] && export PATH="$folder:$PATH" && return 0
  done
  return 1
}

find_chromium() {
  [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return 0
  local name
  for name in chromium chromium-browser google-chrome; do
    CHROMIUM=$(command -v "$name") && export CHROMIUM && return 0
  done
  return 1
}

# apt_install PACKAGE…: as root with apt only; waits for another installer up to five minutes.
apt_install() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  local try
  for try in $(seq 1 10); do
    if DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=60 update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=60 install -y -qq --no-install-recommends "$@"; then
      return 0
    fi
    printf 'apt failed, try %s of 10\n' "$try"
    sleep 5
  done
  return 1
}

needs() {
  local missing=() name
  for name in cargo node npm; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  find_postgres || { apt_install postgresql && find_postgres; } || missing+=("PostgreSQL 15 or newer (initdb, postgres)")
  find_chromium || { apt_install chromium && find_chromium; } || missing+=("Chromium (or CHROMIUM=/path/to/it)")
  if [ ${#missing[@]} -gt 0 ]; then
    printf 'missing: %s\n' "${missing[@]}"
    return 1
  fi
}
