#!/usr/bin/env bash
# System.Text.Json's source generator, .NET SDK 10.0.401 (2026-12-01): two nested JsonSerializerContext classes of the same simple name, in different
# classes of one namespace, give two generated files the same name. The generator then fails with the warning CS8785 ("hintName … must be
# unique"), writes nothing for any context of the project, and each of them, also those without a twin, fails with CS0534. The message names
# neither class. Different names for nested contexts end it. Seen: CS8785, and CS0534 also for the context without a twin; with other names it builds.
# Exits 1 when twins build.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'E'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
</Project>
E
cat > Twins.cs <<'E'
using System.Text.Json.Serialization;

namespace Twins;

internal static partial class First
{
    private sealed record Detail(string Text);

    [JsonSerializable(typeof(Detail))]
    private sealed partial class Json : JsonSerializerContext;
}

internal static partial class Second
{
    private sealed record Detail(string Text);

    [JsonSerializable(typeof(Detail))]
    private sealed partial class Json : JsonSerializerContext;
}

internal sealed record Other(int Number);

[JsonSerializable(typeof(Other))]
internal sealed partial class OtherJson : JsonSerializerContext;
E
twins=$(dotnet build --nologo -v quiet 2>&1 || true)
sed -i '0,/partial class Json /s//partial class FirstJson /' Twins.cs
dotnet build --nologo -v quiet > names.txt 2>&1 || { cat names.txt >&2; exit 1; }
generator=$(grep -o 'CS8785' <<< "$twins" | wc -l)
others=$(grep -c "OtherJson.*CS0534\|CS0534.*OtherJson" <<< "$twins" || true)
printf 'twins: CS8785 %s times, CS0534 for the context without a twin %s times; with names of their own: builds\n' "$generator" "$others"
[ "$generator" -gt 0 ] && [ "$others" -gt 0 ]
