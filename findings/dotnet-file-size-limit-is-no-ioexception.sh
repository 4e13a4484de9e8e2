#!/usr/bin/env bash
# .NET 10.0 on Linux (2026-12-01): a write that a limit on the size of files refuses (EFBIG: ulimit -f, or the largest file of the file
# system) throws ArgumentOutOfRangeException, "Specified file length was too large for the file system", although nobody passed a length.
# Handlers of IOException, which take a full disk (ENOSPC) and a quota (EDQUOT), miss it. The signal that comes with it, SIGXFSZ, ends the
# process unless whoever starts it ignores it: the runtime does not. Catch it where a full disk may be met.
# Seen: "ArgumentOutOfRangeException". Exits 1 when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > limit.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
  </PropertyGroup>
</Project>
XML
cat > Program.cs <<'CS'
try
{
    using var file = new FileStream("file", FileMode.Create);
    file.Write(new byte[1]);
    file.Flush(flushToDisk: true);
    Console.WriteLine("written");
}
catch (Exception e)
{
    Console.WriteLine(e.GetType().Name);
}
CS
dotnet build --nologo -v quiet -clp:NoSummary -o out
seen=$(env --ignore-signal=XFSZ prlimit --fsize=0 dotnet out/limit.dll | cat)
echo "$seen"
[ "$seen" = ArgumentOutOfRangeException ]
