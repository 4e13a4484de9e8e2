using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>
/// A backend that keeps nothing: it tells of each request its target as it came, the openid, and how many bytes there were; it echoes
/// what comes over WebSockets.
/// </summary>
public sealed class StreamBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamBackend(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<StreamBackend> StartAsync(CancellationToken cancellationToken, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = protocols);
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(AnswerAsync);
        await app.StartAsync(cancellationToken);
        return new StreamBackend(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(cut.Token);
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var openId = context.Request.Headers["User-Openid"];
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await EchoAsync(socket, $"{target} {openId} ", context.RequestAborted);
            return;
        }

        var (buffer, bytes) = (new byte[64 * 1024], 0L);
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
        {
            bytes += read;
        }

        await context.Response.WriteAsync($"{target} {openId} {bytes} {context.Request.Protocol}", context.RequestAborted);
    }

    private static async Task EchoAsync(WebSocket socket, string greeting, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, cancellationToken) is { MessageType: WebSocketMessageType.Text } received)
        {
            var text = greeting + Encoding.UTF8.GetString(buffer, 0, received.Count);
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
    }
}
