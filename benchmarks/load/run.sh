#!/usr/bin/env bash
# Measures the gateway beside bare YARP in one run: benchmarks/load/run.sh [--quick] [--case NAME]
# Installs wrk, nginx and redis-server when they are missing. A whole run takes under 15 minutes, --quick under 2.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

need() {
  command -v "$1" >/dev/null && return
  local sudo
  sudo=$([ "$(id -u)" -eq 0 ] || command -v sudo)
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null
}

need wrk wrk
need nginx nginx-light
need redis-server redis-server

for project in src/Gateway benchmarks/load/Peers benchmarks/load/Load; do
  dotnet build "$project" -c Release --nologo -v quiet -clp:NoSummary
done

printf '%s, %s cores, .NET %s, %s\n' "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(dotnet --version)" "$(uname -sr)"
exec dotnet run --project benchmarks/load/Load -c Release --no-build -- "$@"
