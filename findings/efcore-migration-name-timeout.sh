#!/usr/bin/env bash
# Microsoft.EntityFrameworkCore.Relational 10.0.15 on .NET 10.0 (2026-12-01): it matches the names of migrations by a regular expression with
# a limit of one second of wall-clock time, the compilation of the matcher included. On a machine without a free processor the first match of a
# process can take longer: then Migrate and GetAppliedMigrations throw RegexMatchTimeoutException, though the database is well, and no retry
# strategy counts it as transient. A service that opens its database at its start does not start. Treat it as "not now", and try again.
# Forty processes that get what others leave; seen: "4 of 40 timed out". Exits 1 when none does.
set -euo pipefail
work=$(mktemp -d)
busy=()
trap 'kill "${busy[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > names.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><NoWarn>EF1001</NoWarn>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="[10.0.15]" /></ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Migrations.Internal;

try
{
    Console.WriteLine(new MigrationsIdGenerator().IsValidId("20261130205302_Initial"));
}
catch (RegexMatchTimeoutException)
{
    Console.WriteLine("timed out");
}
CS
dotnet build --output out >build.txt || { cat build.txt >&2; exit 1; }
for _ in $(seq 1 $((2 * $(nproc)))); do
  yes >/dev/null &
  busy+=($!)
done
starts=()
for start in $(seq 1 40); do
  chrt --idle 0 dotnet out/names.dll >"$start.txt" &
  starts+=($!)
done
wait "${starts[@]}"
timed_out=$(cat [0-9]*.txt | grep --count "timed out" || true)
echo "$timed_out of 40 timed out"
[ "$timed_out" -gt 0 ]
