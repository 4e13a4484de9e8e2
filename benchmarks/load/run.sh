#!/usr/bin/env bash
# Measures the gateway beside bare YARP in one run: benchmarks/load/run.sh [--quick] [--case NAME] [--markdown FILE] [--svg FILE]
# With --growth [--minutes N]: start-up, memory, up to 10,000 services, reloads. With --scaling: replicas with one Redis. With --platform:
# an account of a platform beside a service, and records. With --beside NAME=FOLDER and --peer NAME=URL,PID: other builds and other
# gateways in the same rounds; with --together all at once. See --help.
# Installs wrk, nginx and redis-server when they are missing. A whole run takes about 17 minutes, --quick 2, --growth 6 and its minutes.
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

if [[ " $* " == *" --platform "* ]]; then
  dotnet build src/Simulator -c Release --nologo -v quiet -clp:NoSummary
fi

# As the container's image is made: compiled ahead. Only its start-up is measured.
if [[ " $* " == *" --growth "* ]]; then
  . eng/ahead.sh
  dotnet publish benchmarks/load/Peers -c Release -o artifacts/publish/Peers/ahead --use-current-runtime --no-self-contained \
    -p:PublishReadyToRun=true -p:LocksBeside=true --nologo -v quiet
fi

exec dotnet run --project benchmarks/load/Load -c Release --no-build -- "$@"
