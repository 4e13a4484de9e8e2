#!/usr/bin/env bash
# Measures the gateway beside bare YARP in one run: benchmarks/load/run.sh [--quick] [--case NAME] [--markdown FILE] [--svg FILE]
# With --growth [--minutes N]: start-up, memory, up to 10,000 services, reloads; see --help.
# Installs wrk, nginx and redis-server when they are missing. A whole run takes under 15 minutes, --quick under 2, --growth about 5 and its minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

. eng/need.sh

need wrk wrk
need nginx nginx-light
need redis-server redis-server

for project in src/Gateway benchmarks/load/Peers benchmarks/load/Load; do
  dotnet build "$project" -c Release --nologo -v quiet -clp:NoSummary
done

# As the container's image is made: compiled ahead. Only its start-up is measured.
if [[ " $* " == *" --growth "* ]]; then
  . eng/ahead.sh
fi

exec dotnet run --project benchmarks/load/Load -c Release --no-build -- "$@"
