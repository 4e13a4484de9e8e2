#!/usr/bin/env bash
# Microsoft.Extensions.Configuration.Json 10.0.0 on .NET 10 (2026-12-01): an editor that saves appsettings.json in two writes, or a slip of the pen,
# empties what a running process reads from IConfiguration, until the file is right again. With reloadOnChange the provider drops all values
# before it parses the file, and tells nobody, so IOptionsMonitor keeps its value at first. When another source changes, it binds anew and hands
# out the class' defaults, perhaps days later. IConfigurationRoot.Reload() of the same broken file throws and keeps everything.
# Seen: "10" before; half a file saved: null, monitor 10; then another file changes: monitor 3, its class' default. Reload(): "10".
# Exits 1 when this is no longer so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.Configuration.Json" Version="10.0.0" />
    <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="10.0.0" />
    <PackageReference Include="Microsoft.Extensions.Options.ConfigurationExtensions" Version="10.0.0" />
  </ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

const string Whole = """{ "Limits": { "PerSecond": 10 } }""";
const string Half = """{ "Limits": { "PerSecond": 10 """;
File.WriteAllText("limits.json", Whole);
File.WriteAllText("other.json", "{}");
var here = Environment.CurrentDirectory;
var root = new ConfigurationBuilder()
    .AddJsonFile(Path.Combine(here, "limits.json"), optional: false, reloadOnChange: true)
    .AddJsonFile(Path.Combine(here, "other.json"), optional: false, reloadOnChange: true)
    .Build();
var services = new ServiceCollection().Configure<Limits>(root.GetSection("Limits")).BuildServiceProvider();
var monitor = services.GetRequiredService<IOptionsMonitor<Limits>>();
var before = (root["Limits:PerSecond"], monitor.CurrentValue.PerSecond);

File.WriteAllText("limits.json", Half);
await UntilAsync(() => root["Limits:PerSecond"] is null);
var saved = (root["Limits:PerSecond"], monitor.CurrentValue.PerSecond);

File.WriteAllText("other.json", """{ "Other": 1 }""");
await UntilAsync(() => root["Other"] == "1" && monitor.CurrentValue.PerSecond != 10);
var later = (root["Limits:PerSecond"], monitor.CurrentValue.PerSecond);

File.WriteAllText("called.json", Whole);
var called = new ConfigurationBuilder().AddJsonFile(Path.Combine(here, "called.json"), optional: false, reloadOnChange: false).Build();
File.WriteAllText("called.json", Half);
var thrown = false;
try { called.Reload(); } catch (InvalidDataException) { thrown = true; }

Console.WriteLine($"before {before}; half saved {saved}; other file changed {later}; Reload() threw {thrown}, kept {called["Limits:PerSecond"]}");
return before == ("10", 10) && saved == (null, 10) && later == (null, 3) && thrown && called["Limits:PerSecond"] == "10" ? 0 : 1;

static async Task UntilAsync(Func<bool> isSo)
{
    for (var wait = 0; !isSo() && wait < 200; wait++) await Task.Delay(50);
}

internal sealed class Limits { public int PerSecond { get; set; } = 3; }
X
dotnet run
