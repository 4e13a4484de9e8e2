#!/usr/bin/env bash
# Microsoft.EntityFrameworkCore.Sqlite 10.0.15 beside Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3 on .NET 10 (2026-12-01): for
# Where(row => ids.Contains(row.Id)) SQLite gets one parameter for each id, PostgreSQL one array for all.
# With SQLite each length of the list is another statement to compile, and the time grows with the square of the length. Above SQLite's limit
# of 32,766 parameters EF Core sends the statement all the same, and SQLite refuses it, where SQL Server's provider changes to JSON in time.
# Seen on two cores: 2,000 ids 50 ms, 32,000 ids 8 s. UseParameterizedCollectionMode(ParameterTranslationMode.Parameter), EF Core 9's way, is
# one parameter of JSON: 32,000 ids 13 ms, 100,000 ids 40 ms. Exits 1 when this is no longer so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="10.0.15" />
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="10.0.3" />
  </ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

var sqlite = Parameters(new Db<Db>(options => options.UseSqlite("Data Source=:memory:")));
var postgres = Parameters(new Db<Db>(options => options.UseNpgsql("Host=nowhere")));
using var many = Open<Many>(ParameterTranslationMode.MultipleParameters);
using var one = Open<One>(ParameterTranslationMode.Parameter);
var (slow, fast) = (Milliseconds(many, 10_000), Milliseconds(one, 10_000));
var refused = false;
try { Milliseconds(many, 33_000); } catch (Exception error) { refused = error.Message.Contains("too many SQL variables"); }
Console.WriteLine($"parameters for five ids: SQLite {sqlite}, PostgreSQL {postgres}; 10,000 ids: {slow} ms, as one parameter {fast} ms; 33,000 refused: {refused}");
return sqlite == 5 && postgres == 1 && slow > 10 * fast && refused && Milliseconds(one, 33_000) > 0 ? 0 : 1;

static int Parameters(Db db)
{
    var ids = Enumerable.Range(0, 5).ToList();
    var where = db.Rows.Where(row => ids.Contains(row.Id)).ToQueryString().Split("WHERE")[1];
    return Regex.Count(where, "@");
}

// A context of its own for each: see efcore-collection-mode-of-the-first-context.sh.
static Db Open<T>(ParameterTranslationMode mode)
{
    var db = new Db<T>(options => options.UseSqlite("Data Source=:memory:", provider => provider.UseParameterizedCollectionMode(mode)));
    db.Database.OpenConnection();
    db.Database.EnsureCreated();
    Milliseconds(db, 3);
    return db;
}

static double Milliseconds(Db db, int length)
{
    var ids = Enumerable.Range(0, length).ToList();
    var watch = Stopwatch.StartNew();
    _ = db.Rows.Count(row => ids.Contains(row.Id));
    return Math.Round(watch.Elapsed.TotalMilliseconds, 1);
}

internal sealed class Row { public int Id { get; set; } }

internal sealed class Many;

internal sealed class One;

internal sealed class Db<T>(Action<DbContextOptionsBuilder> configure) : Db
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) => configure(options);
}

internal abstract class Db : DbContext
{
    public DbSet<Row> Rows => Set<Row>();
}
X
dotnet run
