#!/usr/bin/env bash
# Builds everything, checks the formatting, and runs every test. Works on a fresh clone with nothing but the .NET SDK;
# redis-server, nginx, docker-compose, promtool and chromium are installed when they are missing.
# The last line is "N passed, N failed"; the exit code is 0 when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
passed=0
failed=0

step() { printf '\n== %s\n' "$*"; }

finish() {
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
  exit
}

stop() {
  printf '%s\n' "$1" >&2
  failed=$((failed + 1))
  finish
}

command -v dotnet >/dev/null || stop "The .NET SDK is missing. Install version 10, then run this again."

# Real parts where users have real parts: Debian's packages, if they are not there.
. eng/need.sh

need redis-server redis-server || stop "The tests need it."
need nginx nginx-light || stop "The tests need it."
need docker-compose docker-compose || stop "The tests need it."
need promtool prometheus || stop "The tests need it."
need chromium chromium || stop "The tests need it."

# A sample backend is tested where its language is, and the recipes for SDKs where node is; npm installs the SDKs.
for runtime in python3 node; do
  command -v "$runtime" >/dev/null || printf '\n%s is missing: the sample backend that it runs is left out of the tests.\n' "$runtime"
done
if command -v node >/dev/null; then
  need npm npm || stop "The tests of the recipes for SDKs need it."
else
  printf 'node is missing: the recipes for SDKs are left out of the tests.\n'
fi

step "build"
# Only the packages that the locks pin. After a change of packages: dotnet restore, and keep what it writes.
dotnet build WxYarpGateway.sln -p:RestoreLockedMode=true --nologo -v quiet -clp:NoSummary || stop "The build failed."

step "format"
dotnet format WxYarpGateway.sln --no-restore --verify-no-changes || stop "The code is not formatted. Run: dotnet format"

for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  case "$name" in
    Testing | Rig | Chaos) continue ;; # what the test projects share or start
  esac
  step "$name"
  log=$(mktemp)
  dotnet test "$project" --no-build --nologo -v quiet --logger "console;verbosity=minimal" --blame-hang-timeout 5min 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}

  # "Passed!  - Failed:     0, Passed:   165, Skipped:     0, Total:   165, …"
  counts=$(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+), Skipped.*/\1 \2/p' "$log" | tail -n 1)
  rm -f "$log"
  read -r project_failed project_passed <<< "${counts:-0 0}"
  passed=$((passed + project_passed))
  failed=$((failed + project_failed))

  # A run that counts nothing, or breaks off after counting, has failed too.
  if [ "$project_passed" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$project_failed" -eq 0 ]; }; then
    echo "$name ran no test or broke off."
    failed=$((failed + 1))
  fi
done

finish
