using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Testing.WeChat;

/// <summary>A scripted WeChat behind a real socket.</summary>
public sealed class ScriptedWeChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _script;

    private ScriptedWeChatServer(WebApplication app)
    {
        _app = app;
        _script = new HttpMessageInvoker(Script, disposeHandler: true);
    }

    public ScriptedWeChat Script { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<ScriptedWeChatServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ScriptedWeChatServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Scripts that hang are cut off: a test's end does not wait for them.
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(cut.Token);
        await _app.DisposeAsync();
        _script.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
                new Uri($"{Address}{context.Request.Path.ToUriComponent()}{context.Request.QueryString.ToUriComponent()}"));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var response = await _script.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
