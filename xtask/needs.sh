# What the tests need beside Rust and node: PostgreSQL, nats-server, Chromium and a mail server. Installed by apt where we may, else named.
# Sourced by test.sh.

# A server to use, or the programs to start one: where Debian keeps them, as the tests look for them.
find_postgres() {
  [ -n "${GUICHE_TEST_PG_URL:-}" ] && return 0
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

find_chromium() {
  [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return 0
  local name
  for name in chromium chromium-browser google-chrome; do
    CHROMIUM=$(command -v "$name") && export CHROMIUM && return 0
  done
  return 1
}

# A Python with aiosmtpd: the mail server that letters are tested with.
find_smtp() {
  python3 -c 'import aiosmtpd' 2>/dev/null || /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null
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
  for name in cargo node npm python3; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  find_postgres || { apt_install postgresql && find_postgres; } || missing+=("PostgreSQL 15 or newer (or GUICHE_TEST_PG_URL)")
  command -v nats-server >/dev/null || { apt_install nats-server && command -v nats-server >/dev/null; } || missing+=("nats-server")
  find_chromium || { apt_install chromium && find_chromium; } || missing+=("Chromium (or CHROMIUM=/path/to/it)")
  find_smtp || { apt_install python3-aiosmtpd && find_smtp; } || missing+=("aiosmtpd for Python 3 (Debian: python3-aiosmtpd)")
  if [ ${#missing[@]} -gt 0 ]; then
    printf 'missing: %s\n' "${missing[@]}"
    return 1
  fi
}
