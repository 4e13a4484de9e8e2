using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A gateway's internal API on a free port, which answers what a test says and remembers what it was asked.</summary>
public sealed class FakeGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AskedRequest> _asked = [];

    private FakeGateway(WebApplication app)
    {
        _app = app;
    }

    /// <summary>Gets the address.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Gets what it was asked, the first request first.</summary>
    public IReadOnlyList<AskedRequest> Asked => [.. _asked];

    /// <summary>Starts a gateway that answers 404 to all.</summary>
    public static async Task<FakeGateway> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var gateway = new FakeGateway(app);
        app.Run(gateway.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return gateway;
    }

    /// <summary>Has it answer a path with JSON: a text as it is, anything else in snake_case.</summary>
    public void Answer(string path, object json, int status = StatusCodes.Status200OK)
        => AnswerWith(path, context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(json as string ?? JsonSerializer.Serialize(json, GatewayJson.Options));
        });

    /// <summary>Has it answer a path as a test likes.</summary>
    public void AnswerWith(string path, RequestDelegate answer) => _answers[path] = answer;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        _asked.Enqueue(new AskedRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.Authorization.ToString(),
            await body.ReadToEndAsync(context.RequestAborted)));
        if (_answers.TryGetValue(context.Request.Path, out var answer))
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("""{"errcode":-70404,"errmsg":"There is no such endpoint, or no such service."}""");
        }
    }
}
