#!/usr/bin/env bash
# OpenTelemetry.Instrumentation.AspNetCore 1.20.2 with .Http 1.20.2 on .NET 10 (2026-11-30): an app that registers a .NET propagator which
# extracts nothing still continues a client's trace and passes the client's baggage on to the servers that it calls itself.
# The instrumentation reads traceparent and baggage with OpenTelemetry's own default propagator, past ASP.NET Core's DistributedContextPropagator.
# Seen: without the packages the called server gets no baggage; with them it gets "user=42" and the client's trace id. Setting
# Sdk.SetDefaultTextMapPropagator changes it. Exits 1 when this is no longer so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />
    <PackageReference Include="OpenTelemetry.Instrumentation.AspNetCore" Version="1.20.2" />
    <PackageReference Include="OpenTelemetry.Instrumentation.Http" Version="1.20.2" />
  </ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System.Diagnostics;
using OpenTelemetry.Trace;

const string Trace = "0af7651916cd43dd8448eb211c80319c";
var plain = await SeenAsync(withPackages: false);
var instrumented = await SeenAsync(withPackages: true);
Console.WriteLine($"without the packages: {plain}; with them: {instrumented}");
return plain == (false, false) && instrumented == (true, true) ? 0 : 1;

static async Task<(bool Baggage, bool Trace)> SeenAsync(bool withPackages)
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Services.AddSingleton<DistributedContextPropagator>(new Deaf());
    if (withPackages)
    {
        builder.Services.AddOpenTelemetry().WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation());
    }

    await using var app = builder.Build();
    var seen = (Baggage: false, Trace: false);
    app.MapGet("/called", (HttpRequest request) => seen = (request.Headers["baggage"] == "user=42", request.Headers.TraceParent.ToString().Contains(Trace)));
    app.MapGet("/", async () => { using var http = new HttpClient(); await http.GetStringAsync(app.Urls.First() + "/called"); });
    await app.StartAsync();
    using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
    using var client = new HttpClient(handler);
    using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.First());
    request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
    request.Headers.Add("baggage", "user=42");
    (await client.SendAsync(request)).EnsureSuccessStatusCode();
    return seen;
}

// What ASP.NET Core asks for the parent and the baggage of a request.
sealed class Deaf : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields { get; } = [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) { }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
        => (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
X
dotnet run -v quiet
