#!/usr/bin/env bash
# Microsoft.Data.Sqlite 10.0.15 with SQLite 3.53.3 on .NET 10 (2026-12-01): a backup by VACUUM INTO that finds no room leaves half a copy with a
# "-journal" beside it. Whoever opens that copy to check it rolls it back: it becomes an empty database, which PRAGMA integrity_check calls ok.
# So a backup is not whole because it opens and passes its check: write it under another name, look whether the
# command succeeded, rename it then, and remove the journal together with the half copy.
# A limit of 2 MiB to each file stands for the disk. Seen: error 10; half a copy of 2097152 bytes and its journal; then "ok", 0 tables, 0 bytes.
# Exits 1 when the check says anything else, or nothing is left behind.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'E'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="[10.0.15]" /></ItemGroup>
</Project>
E
cat > Program.cs <<'E'
using Microsoft.Data.Sqlite;

using var connection = new SqliteConnection("Data Source=data.db;Pooling=False");
connection.Open();
if (args is ["check", ..])
{
    using var copy = new SqliteConnection("Data Source=copy.db;Pooling=False");
    copy.Open();
    Console.WriteLine($"{Scalar(copy, "PRAGMA integrity_check")} {Scalar(copy, "SELECT count(*) FROM sqlite_schema")}");
    return;
}

if (args is ["fill", ..])
{
    Run("CREATE TABLE t (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO t SELECT randomblob(1000) FROM n");
    Console.WriteLine(Scalar(connection, "SELECT sqlite_version()"));
    return;
}

try
{
    Run("VACUUM INTO 'copy.db'");
    Console.WriteLine("whole");
}
catch (SqliteException exception)
{
    Console.WriteLine($"{exception.SqliteErrorCode}/{exception.SqliteExtendedErrorCode} {exception.Message}");
}

void Run(string sql)
{
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}

static object Scalar(SqliteConnection connection, string sql)
{
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    return command.ExecuteScalar()!;
}
E
dotnet build -o out --nologo -v quiet -clp:NoSummary >&2
dotnet out/app.dll fill
trap '' XFSZ
failed=$(ulimit -f 2048; DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0 dotnet out/app.dll vacuum)
left=$(stat -c %s copy.db)
test -e copy.db-journal
check=$(dotnet out/app.dll check)
printf 'VACUUM INTO: %s; left behind: %s bytes and a journal; its check: %s tables, then %s bytes\n' \
  "$failed" "$left" "$check" "$(stat -c %s copy.db)"
[ "$failed" != whole ] && [ "$left" -gt 0 ] && [ "$check" = "ok 0" ]
