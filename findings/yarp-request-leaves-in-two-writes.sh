#!/usr/bin/env bash
# Yarp.ReverseProxy 2.3.0 on .NET 10.0 (2026-11-30): a proxied POST leaves in two writes to the connection, the headers first and the
# body after, however small the body is: YARP flushes the request stream before it copies. HttpClient with a ByteArrayContent of the same
# bytes needs one. On loopback the second write was 8 of some 75 µs of processor time a request, and Nagle's algorithm would hold it back
# if it were on. Seen: "YARP: 2 writes, HttpClient: 1 write". Exits 1 when that changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat > writes.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="Yarp.ReverseProxy" Version="[2.3.0]" /></ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Net;
using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddHttpForwarder();
var app = builder.Build();
var writes = 0;
var handler = new SocketsHttpHandler
{
    UseProxy = false,
    ConnectCallback = async (context, cancellationToken) =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new Counted(socket, () => writes++);
    },
};
using var invoker = new HttpMessageInvoker(handler);
var address = "";
app.MapPost("/backend", async context =>
{
    await context.Request.Body.CopyToAsync(Stream.Null);
    await context.Response.WriteAsync("ok");
});
app.Map("/proxy", async (HttpContext context, IHttpForwarder forwarder) =>
{
    await forwarder.SendAsync(context, address, invoker, ForwarderRequestConfig.Empty, new ToBackend());
});
await app.StartAsync();
address = app.Urls.First();

using var client = new HttpClient();
(await client.PostAsync($"{address}/proxy", new StringContent("hello"))).EnsureSuccessStatusCode();
var proxied = writes;
writes = 0;
using var direct = new HttpRequestMessage(HttpMethod.Post, $"{address}/backend") { Content = new ByteArrayContent("hello"u8.ToArray()) };
(await invoker.SendAsync(direct, CancellationToken.None)).EnsureSuccessStatusCode();
Console.WriteLine($"YARP: {proxied} writes, HttpClient: {writes} write");
return proxied == 2 && writes == 1 ? 0 : 1;

sealed class ToBackend : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string prefix, CancellationToken token)
    {
        await base.TransformRequestAsync(context, request, prefix, token);
        request.RequestUri = new Uri($"{prefix.TrimEnd('/')}/backend");
    }
}

sealed class Counted(Socket socket, Action written) : NetworkStream(socket, ownsSocket: true)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        written();
        return base.WriteAsync(buffer, cancellationToken);
    }
}
CS
dotnet run -v quiet
