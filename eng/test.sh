#!/usr/bin/env bash
# Builds everything, checks the formatting, and runs every test. Works on a fresh clone with nothing but the .NET SDK;
# redis-server, postgresql, mariadb, nginx, docker-compose, promtool and chromium are installed when they are missing.
# The last line is "N passed, N failed"; the exit code is 0 when nothing failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# Processes of tests do not live long enough to gain from being measured by the compiler, which costs them a sixth of their start.
export DOTNET_TieredPGO=0
WORK=$(mktemp -d)
export WORK
trap 'rm -rf "$WORK"' EXIT
: > "$WORK/counts"

step() { printf '\n== %s\n' "$*"; }

# counted PASSED FAILED: adds to what the last line says. A line this short is written whole.
counted() { printf '%d %d\n' "$1" "$2" >> "$WORK/counts"; }

finish() {
  local passed=0 failed=0 more less
  while read -r more less; do
    passed=$((passed + more))
    failed=$((failed + less))
  done < "$WORK/counts"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
  exit
}

stop() {
  printf '%s\n' "$1" >&2
  counted 0 1
  finish
}

# The build has the rules of style and the analyzers as errors, so only white space is left.
check_format() {
  dotnet format whitespace WxYarpGateway.sln --no-restore --verify-no-changes && return
  echo "The code is not formatted. Run: dotnet format"
  counted 0 1
}

# run_tests PROJECT FILTER: runs the tests of a project that the filter lets through.
run_tests() {
  local log status counts failed passed
  log=$(mktemp -p "$WORK")
  dotnet test "tests/$1" --no-build --nologo -v quiet --filter "$2" --logger "console;verbosity=minimal" --blame-hang-timeout 5min 2>&1 \
    | tee "$log"
  status=${PIPESTATUS[0]}

  # "Passed!  - Failed:     0, Passed:   165, Skipped:     0, Total:   165, …"
  counts=$(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+), Skipped.*/\1 \2/p' "$log" | tail -n 1)
  read -r failed passed <<< "${counts:-0 0}"
  counted "$passed" "$failed"

  # A run that counts nothing, or breaks off after counting, has failed too.
  if [ "$passed" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; }; then
    echo "$1 ran no test or broke off."
    counted 0 1
  fi
}

# beside NAME COMMAND...: runs a command, and prints all that it said when it has ended, so that no two mix.
beside() {
  local log took TIMEFORMAT='%0R s, of the processors %0U + %0S s'
  log=$(mktemp -p "$WORK")
  printf '%s begins\n' "$1"
  took=$({ time "${@:2}" > "$log" 2>&1; } 2>&1)
  {
    flock 9
    step "$1: $took"
    cat "$log"
  } 9> "$WORK/printing"
}

export -f step counted check_format run_tests beside

command -v dotnet >/dev/null || stop "The .NET SDK is missing. Install version 10, then run this again."

# Real parts where users have real parts: Debian's packages, if they are not there.
. eng/need.sh

need redis-server redis-server || stop "The tests need it."
need nginx nginx-light || stop "The tests need it."
need pg_ctlcluster postgresql || stop "The tests need it."
need mariadb-install-db mariadb-server || stop "The tests need it."
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
# One compiler for all projects, also where the environment turns that off: it is half the time of a build.
dotnet build WxYarpGateway.sln -p:RestoreLockedMode=true -p:UseSharedCompilation=true --nologo -v quiet -clp:NoSummary || stop "The build failed."
dotnet build-server shutdown --vbcscompiler >/dev/null

# Two at a time: tests of processes and browsers mostly wait. What takes longest begins first.
slowest=(EndToEnd.Tests Gateway.Tests Browser.Tests Transforms.Tests Database.Tests)
others=()
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  case " Testing Rig Chaos ${slowest[*]} " in
    *" $name "*) ;; # what the test projects share or start, or is named already
    *) others+=("$name") ;;
  esac
done

step "tests, two projects at a time"
printf '%s\n' "${slowest[@]}" "${others[@]}" format | xargs -P 2 -I '{}' bash -c '
  case $1 in
    format) beside format check_format ;;
    *) beside "$1" run_tests "$1" "Needs!=Machine" ;;
  esac' bash '{}' || { echo "A run broke off."; counted 0 1; }

# Some bear nothing beside them, or nothing would bear them.
step "tests that need the machine"
beside TokenService.Tests run_tests TokenService.Tests "Needs=Machine"
beside EndToEnd.Tests run_tests EndToEnd.Tests "Needs=Machine"

finish
