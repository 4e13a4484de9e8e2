#!/usr/bin/env bash
# Throws changed inputs at every entrance for foreign bytes, for as long as you like:
#   bash tests/fuzz.sh [--minutes N] [--room NAME] [--seed N]
# Findings are kept in tests/Fuzz/Corpus/<room>/findings and printed with the command that runs them again.
# With --minutes 0, the corpus and the one input of the seed. The exit code is 1 when something was found.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/Fuzz --nologo -v quiet -clp:NoSummary
exec dotnet run --no-build --project tests/Fuzz -- long "$@"
