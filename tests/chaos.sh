#!/usr/bin/env bash
# Kills, freezes and spoils everything around three gateways while WeChat pushes and accounts authorize a platform, then checks that the
# books balance: messages at a backend once, codes exchanged once, no refresh token lost, no token of an account that left.
# tests/chaos.sh [--quick] [--seed N] [--seconds N] [--logs] [--strict] [--apart] [--gateway FILE]. About five minutes; --quick takes one.
# Exit code 1 when the books do not balance. What is late on a machine too busy is counted apart; with --strict it is not excused, but for
# the time that this process itself stood still.
# With --apart nothing is done but that the gateways share no store: then the books must not balance.
# Installs redis-server, postgresql and nginx when they are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

. eng/need.sh

need redis-server redis-server
need nginx nginx-light
need pg_ctlcluster postgresql

dotnet build tests/Chaos --nologo -v quiet -clp:NoSummary

# The gateway as the container's image has it, compiled ahead: one that compiles itself while the others are tested is late by that.
if [[ " $* " != *" --quick "* && " $* " != *" --gateway "* ]]; then
  . eng/ahead.sh
  set -- "$@" --gateway "$gateway_ahead"
fi

exec dotnet run --project tests/Chaos --no-build -- "$@"
