#!/usr/bin/env bash
# Microsoft.AspNetCore.OpenApi 10.0.15 on .NET 10 (2026-12-01): for an endpoint that returns TypedResults.ServerSentEvents the document
# describes another thing than what is sent. It has an object of the C# type SseItem: data, eventType, eventId, and reconnectionInterval as
# text like "00:00:03". On the wire the fields are event, id, and retry in milliseconds, and data is text. A client that is generated from
# the document looks for fields that never come. Seen: both, below. Describe such endpoints with .Produces<string>(200, "text/event-stream").
# Exits 1 when the document says what is sent.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.AspNetCore.OpenApi" Version="10.0.15" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Net.ServerSentEvents;
using System.Text.Json;

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddOpenApi();
var app = builder.Build();
app.MapOpenApi();
app.MapGet("/live", () => TypedResults.ServerSentEvents(Events()));
await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
var item = schemas.EnumerateObject().Single(schema => schema.Name.StartsWith("SseItem", StringComparison.Ordinal));
var described = string.Join(' ', item.Value.GetProperty("properties").EnumerateObject().Select(property => property.Name));
var sent = await client.GetStringAsync("/live");
Console.WriteLine($"described: {described}; sent: {sent.ReplaceLineEndings(" | ")}");
return described == "data eventType eventId reconnectionInterval" && sent.Contains("event: push\n") && sent.Contains("id: 7\n")
    && sent.Contains("retry: 3000\n") ? 0 : 1;

static async IAsyncEnumerable<SseItem<Push>> Events()
{
    yield return new SseItem<Push>(new Push("hi"), "push") { EventId = "7", ReconnectionInterval = TimeSpan.FromSeconds(3) };
    await Task.CompletedTask;
}

internal sealed record Push(string Content);
X
dotnet run
