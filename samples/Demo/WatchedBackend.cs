using System.Text.Json;
using System.Threading.Channels;
using WxYarpGateway.EchoBackend;

namespace WxYarpGateway.Demo;

/// <summary>The EchoBackend sample, with a window through which one sees its calls.</summary>
internal sealed class WatchedBackend : IAsyncDisposable
{
    private readonly Channel<BackendHop> _hops = Channel.CreateUnbounded<BackendHop>();
    private readonly WebApplication _app;

    private WatchedBackend(string name, WebApplication app)
    {
        _app = app;
        Name = name;
        app.MapPost("/{kind}/{name}", AnswerAsync);
    }

    public string Name { get; }

    public Uri Address => new(_app.Urls.First());

    public ChannelReader<BackendHop> Hops => _hops.Reader;

    public static async Task<WatchedBackend> StartAsync(string name, string url, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.AddRoutingCore();
        var backend = new WatchedBackend(name, builder.Build());
        await backend._app.StartAsync(cancellationToken);
        return backend;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = await reader.ReadToEndAsync(context.RequestAborted);
        var message = JsonSerializer.Deserialize<WeChatMessage>(request, JsonSerializerOptions.Web)!;
        var kind = (string)context.GetRouteValue("kind")!;
        var name = (string)context.GetRouteValue("name")!;
        var answer = JsonSerializer.Serialize(
            await Bot.AnswerAsync(kind, name, message, context.RequestAborted), JsonSerializerOptions.Web);
        var path = context.Request.Path;
        _hops.Writer.TryWrite(new BackendHop(Name, path, request, StatusCodes.Status200OK, answer, TraceOf(context.Request)));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer, context.RequestAborted);
    }

    // The second part of a traceparent.
    private static string TraceOf(HttpRequest request) => request.Headers.TraceParent.ToString().Split('-').ElementAtOrDefault(1) ?? "";
}
