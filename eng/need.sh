# need COMMAND PACKAGE: installs Debian's package when the command is missing; fails with a sentence when that does not help. For scripts to source.
need() {
  command -v "$1" >/dev/null && return
  printf '\n== %s\n' "$1" >&2
  local sudo
  sudo=$([ "$(id -u)" -eq 0 ] || command -v sudo || true)
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 || true
  command -v "$1" >/dev/null && return
  printf '%s is missing and could not be installed. Install it (Debian: apt-get install %s), then run this again.\n' "$1" "$2" >&2
  return 1
}
