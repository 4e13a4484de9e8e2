using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Routing.Patterns;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

// What the gateway is measured beside.
//   Peers bare URL DESTINATION    YARP with one route, which passes everything on unchanged
//   Peers slow URL MILLISECONDS   a backend that answers each message after so long
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());

// As the gateway has them; see src/Gateway/Server/GatewayServer.cs.
builder.WebHost.UseUrls(args[1]).UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxConcurrentConnections = 10_000;
});
builder.Services.AddRouting();
builder.Services.AddMetrics();
if (args[0] == "bare")
{
    builder.Services.AddReverseProxy().LoadFromMemory(
        [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "/{**path}" } }],
        [
            new ClusterConfig
            {
                ClusterId = "all",
                Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = args[2] } },
                HttpRequest = new ForwarderRequestConfig { Version = HttpVersion.Version11, ActivityTimeout = TimeSpan.FromMinutes(5) },
            },
        ]);
}

var app = builder.Build();
if (args[0] == "bare")
{
    app.MapReverseProxy();
}
else
{
    var pause = TimeSpan.FromMilliseconds(int.Parse(args[2], CultureInfo.InvariantCulture));
    var answer = """{"type":"text","msg":"hello from backend"}"""u8.ToArray();
    app.Map(RoutePatternFactory.Parse("/{**path}"), async context =>
    {
        await Task.Delay(pause, context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    });
}

app.Run();
