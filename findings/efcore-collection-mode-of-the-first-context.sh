#!/usr/bin/env bash
# Microsoft.EntityFrameworkCore.Sqlite 10.0.15 on .NET 10 (2026-12-01): UseParameterizedCollectionMode, new in EF Core 10, has no effect on a query
# that another context of the same type ran before with another mode. EF Core keeps one cache of compiled queries for both, and the mode is
# not part of its key. So a context that is set up for long lists (one parameter of JSON) sends a parameter for each entry when, somewhere in
# the process, one with the default came first; the other way round the default's context sends JSON.
# Seen: the same context options give "IN (@ids1, @ids2)" or "json_each(@ids)" by who was first. Exits 1 when this is no longer so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="10.0.15" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using Microsoft.EntityFrameworkCore;
using static Microsoft.EntityFrameworkCore.ParameterTranslationMode;

var (first, second) = (IsJson<A>(Parameter), IsJson<A>(MultipleParameters));
var (other, otherSecond) = (IsJson<B>(MultipleParameters), IsJson<B>(Parameter));
Console.WriteLine($"one context type: Parameter is JSON {first}, then MultipleParameters is JSON {second}; another: MultipleParameters {other}, then Parameter {otherSecond}");
return first && second && !other && !otherSecond ? 0 : 1;

static bool IsJson<T>(ParameterTranslationMode mode)
{
    using var db = new Db<T>(mode);
    int[] ids = [1, 2];
    return db.Rows.Where(row => ids.Contains(row.Id)).ToQueryString().Contains("json_each");
}

internal sealed class Row { public int Id { get; set; } }

internal sealed class A;

internal sealed class B;

internal sealed class Db<T>(ParameterTranslationMode mode) : DbContext
{
    public DbSet<Row> Rows => Set<Row>();
    protected override void OnConfiguring(DbContextOptionsBuilder options)
        => options.UseSqlite("Data Source=:memory:", sqlite => sqlite.UseParameterizedCollectionMode(mode));
}
X
dotnet run
