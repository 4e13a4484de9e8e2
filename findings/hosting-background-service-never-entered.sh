#!/usr/bin/env bash
# Microsoft.Extensions.Hosting.Abstractions 10.0.15 beside 9.0.10 on .NET 10.0 (2026-11-30): since 10.0 the whole of
# BackgroundService.ExecuteAsync runs as a task of the thread pool. A service that is stopped before a thread is free never enters it, so what
# its first lines promise (a subscription, a last flush in a finally) does not happen, and StopAsync says nothing. Up to 9.0 the lines before
# the first await always ran inside StartAsync. Put them into StartAsync, and what must end into StopAsync.
# Seen: "10.0.15: 0 of 100 entered, 9.0.10: 100 of 100 entered". Exits 1 when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > entered.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Extensions.Hosting.Abstractions" Version="[$(Hosting)]" /></ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Microsoft.Extensions.Hosting;

// A process whose threads are busy for a moment, as at a start.
using var free = new ManualResetEventSlim();
ThreadPool.GetMinThreads(out var threads, out _);
ThreadPool.SetMaxThreads(threads, threads);
using var busy = new CountdownEvent(threads);
for (var thread = 0; thread < threads; thread++)
{
    ThreadPool.QueueUserWorkItem(_ => { busy.Signal(); free.Wait(); });
}

busy.Wait();
var entered = 0;
var stops = new List<Task>();
for (var service = 0; service < 100; service++)
{
    var worker = new Worker(() => Interlocked.Increment(ref entered));
    _ = worker.StartAsync(CancellationToken.None);
    stops.Add(worker.StopAsync(CancellationToken.None));
}

free.Set();
Task.WaitAll([.. stops]);
Console.WriteLine($"{entered} of 100 entered");

internal sealed class Worker(Action enter) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        enter();
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }
}
CS
run() {
  rm -rf bin obj
  dotnet run -p:Hosting="$1" 2> errors.txt || { cat errors.txt >&2; exit 1; }
}
new=$(run 10.0.15)
old=$(run 9.0.10)
printf '10.0.15: %s, 9.0.10: %s\n' "$new" "$old"
[ "$new" = "0 of 100 entered" ] && [ "$old" = "100 of 100 entered" ]
