#!/usr/bin/env bash
# ASP.NET Core 10.0.12 on .NET 10 (2026-12-01): with a fallback policy that wants a signed-in user, UseStatusCodePagesWithReExecute turns the
# error of an endpoint that everybody may use into a redirect to the sign-in page. The endpoint answers 400 to somebody who is not signed in;
# the second run asks for the error page; where that is no anonymous endpoint, the fallback policy answers instead, with 302. The client never
# learns of the 400, and a form on the sign-in page itself seems to send people in a circle. A path of an error page that is mapped, but without
# AllowAnonymous, is enough. Seen: 400 without the status pages; 302 to /Account/Login with them; 400 with a page that allows everybody.
# Exits 1 when the status survives.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > app.csproj <<'E'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
</Project>
E
cat > Program.cs <<'E'
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddAuthentication("cookie").AddCookie("cookie");
builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
var app = builder.Build();
if (args[0] != "none")
{
    app.UseStatusCodePagesWithReExecute(args[0]);
}

app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.MapPost("/form", () => Results.BadRequest()).AllowAnonymous();
app.MapFallback("/error", () => "an error");
app.MapFallback("/open-error", () => "an error").AllowAnonymous();
await app.StartAsync();
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
var answer = await client.PostAsync(new Uri(new Uri(app.Urls.First()), "/form"), null);
Console.WriteLine($"{(int)answer.StatusCode} {answer.Headers.Location?.AbsolutePath}".Trim());
E
dotnet build -o out --nologo -v quiet -clp:NoSummary >&2
plain=$(dotnet out/app.dll none)
again=$(dotnet out/app.dll /error)
open=$(dotnet out/app.dll /open-error)
printf 'no status pages: %s; an error page for signed-in users: %s; one for everybody: %s\n' "$plain" "$again" "$open"
[ "$plain" = 400 ] && [ "${again%% *}" = 302 ] && [ "$open" = 400 ]
