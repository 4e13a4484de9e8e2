#!/usr/bin/env bash
# .NET SDK 10.0.401 with runtime and microsoft.netcore.app.crossgen2 10.0.12 (2026-12-01): PublishReadyToRun leaves out, without a word, each method
# that has a UInt128, or a struct with one, as a parameter, a local or a result: the JIT compiles it at each start. A key struct of 128 bits that
# is passed along thus keeps all methods on its way from being compiled ahead, however little they do with it.
# A struct of two ulong instead is compiled ahead. Seen: of two equal methods the JIT compiles the one for the struct with a UInt128, not the other.
# Exits 1 when this is no longer so. DOTNET_JitStdOutFile with DOTNET_JitDisasmSummary=1 lists what the JIT compiles.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings>
    <PublishReadyToRun>true</PublishReadyToRun>
  </PropertyGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Runtime.CompilerServices;

Console.WriteLine(Way.OfWhole(default) + Way.OfHalves(default));

internal readonly struct Whole
{
    public readonly UInt128 Key;
}

internal readonly struct Halves
{
    public readonly ulong Upper;
    public readonly ulong Lower;
}

internal static class Way
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OfWhole(Whole key) => Unsafe.SizeOf<Whole>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int OfHalves(Halves key) => Unsafe.SizeOf<Halves>();
}
X
dotnet publish -c Release -p:NoWarn=CS0649 --use-current-runtime --no-self-contained -o out --nologo -v quiet
DOTNET_JitStdOutFile="$work/compiled.txt" DOTNET_JitDisasmSummary=1 DOTNET_TieredPGO=0 dotnet out/app.dll
whole=$(grep -c OfWhole compiled.txt || true)
halves=$(grep -c OfHalves compiled.txt || true)
echo "compiled at the start: for the struct with UInt128 $whole, for that with two ulong $halves"
[ "$whole" -ge 1 ] && [ "$halves" -eq 0 ]
