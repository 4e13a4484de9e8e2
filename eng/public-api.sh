#!/usr/bin/env bash
# Writes the public API of the libraries to their PublicAPI.Unshipped.txt, which the build compares with the code. Run it after a change of the
# API that is meant, and read the difference: it is what other hosts see. What is in PublicAPI.Shipped.txt stays; a release moves the lines there.
#   bash eng/public-api.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet restore src/Gateway -v quiet
for list in */*/PublicAPI.Unshipped.txt; do
  project="$(dirname "$list")"
  printf '#nullable enable\n' > "$list"
  # RS0016: a public symbol is missing in the list. The fix adds it.
  dotnet format analyzers "$project/$(basename "$project").csproj" --diagnostics RS0016 --severity warn --no-restore
done
