using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace WxYarpGateway.Simulator.Tests.Gateways;

/// <summary>Plays a gateway: the first request meets the first step of its script, and so on; the last step serves the rest.</summary>
public sealed class ScriptedGateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedPush> _received = new();
    private readonly WebApplication _host;

    private ScriptedGateway(Func<HttpContext, ReceivedPush, Task>[] script)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        var turn = -1;
        _host.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var push = new ReceivedPush(
                context.Request.Method,
                context.Request.Path.Value!,
                context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
                context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync(context.RequestAborted),
                context.Connection.Id);
            var step = Interlocked.Increment(ref turn);
            _received.Enqueue(push);
            await script[Math.Min(step, script.Length - 1)](context, push);
        });
    }

    public IReadOnlyList<ReceivedPush> Received => [.. _received];

    public Uri Url { get; private set; } = new("about:blank");

    public static async Task<ScriptedGateway> StartAsync(params Func<HttpContext, ReceivedPush, Task>[] script)
    {
        var gateway = new ScriptedGateway(script);
        await gateway._host.StartAsync(TestContext.Current.CancellationToken);
        var address = gateway._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        gateway.Url = new Uri(new Uri(address), "/wx");
        return gateway;
    }

    public static Func<HttpContext, ReceivedPush, Task> Answers(string body, int status = 200) => (context, _) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public static Task Hangs(HttpContext context, ReceivedPush push) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public static Task Aborts(HttpContext context, ReceivedPush push)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true));
        await _host.DisposeAsync();
    }
}
