#!/usr/bin/env bash
# System.Threading.RateLimiting 10.0.12 on .NET 10 (2026-12-01): PartitionedRateLimiter.Create starts a timer of 100 ms at once, and it runs
# until the limiter is disposed, though nobody has ever asked the limiter for a lease and it has no partition.
# A process that holds one such limiter and does nothing else wakes ten times a second, each time with several threads.
# Seen: voluntary context switches of an idle process in 4 s: 4 without a limiter, 300 with one, 294 with eight (timers of one period fire
# together). Exits 1 when an unused limiter costs nothing any more.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'E'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="System.Threading.RateLimiting" Version="10.0.12" /></ItemGroup>
</Project>
E
cat > Program.cs <<'E'
using System.Threading.RateLimiting;

var limiters = Enumerable.Range(0, int.Parse(args[0]))
    .Select(_ => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetConcurrencyLimiter(key, _ => new() { PermitLimit = 1 })))
    .ToArray();
Thread.Sleep(1500);
var before = Switches();
Thread.Sleep(4000);
Console.WriteLine(Switches() - before);
GC.KeepAlive(limiters);

static long Switches() => Directory.GetDirectories("/proc/self/task").Sum(task => long.Parse(
    File.ReadLines(task + "/status").First(line => line.StartsWith("voluntary_ctxt_switches")).Split('\t')[1]));
E
dotnet build -c Release -o out --nologo -v quiet
idle=$(dotnet out/app.dll 0)
one=$(dotnet out/app.dll 1)
printf 'context switches in 4 s: %s without a limiter, %s with one that nobody uses\n' "$idle" "$one"
[ "$one" -ge $((idle + 40)) ]
