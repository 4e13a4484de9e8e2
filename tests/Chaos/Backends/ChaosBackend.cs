using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Traffic;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.Chaos.Backends;

/// <summary>A backend on a port of its own that can be killed, and enters every call into the books.</summary>
internal sealed class ChaosBackend(int number, Journal journal) : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private volatile WebApplication? _app;
    private CancellationTokenSource _moodEnds = new();

    public int Number { get; } = number;

    public Mood Mood { get; private set; }

    public bool IsUp => _app is not null;

    /// <summary>Returns the address for one of the replicas, by which their calls are told apart.</summary>
    public string AddressFor(int replica) => $"http://127.0.0.1:{_port}/r{replica}";

    /// <summary>Changes the mood; what the last one left hanging is cut.</summary>
    public void Become(Mood mood)
    {
        Mood = mood;
        var ended = _moodEnds;
        _moodEnds = new CancellationTokenSource();
        ended.Cancel();
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        _app = app;
    }

    /// <summary>Cuts all connections and listens no longer.</summary>
    public async Task KillAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _moodEnds.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var moodEnds = _moodEnds.Token;
        using var reader = new StreamReader(context.Request.Body);
        if (MessageText.NumberIn(await reader.ReadToEndAsync(context.RequestAborted)) is not { } message)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var replica = context.Request.Path.Value is ['/', 'r', var digit, ..] ? digit - '0' : 0;
        var call = new BackendCall(Number, replica, context.Request.Headers["X-WeChat-Attempt"].ToString(), journal.Now, Mood.ToString());
        var story = journal.StoryOf(message);
        story.MessageId ??= context.Request.Headers["X-WeChat-Message-Id"].ToString();
        story.Calls.Enqueue(call);
        try
        {
            call.End = await AnswerAsync(context, story, moodEnds);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Either this backend was killed with the message in its hand, or whoever called it is gone.
            call.End = IsUp ? BackendCallEnd.Deserted : BackendCallEnd.Failed;
        }

        call.EndedAt = journal.Now;
    }

    private async Task<BackendCallEnd> AnswerAsync(HttpContext context, Story story, CancellationToken moodEnds)
    {
        switch (Mood)
        {
            case Mood.Failing:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return BackendCallEnd.Failed;
            case Mood.Unavailable:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return BackendCallEnd.Failed;
            case Mood.Hanging:
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(moodEnds, context.RequestAborted))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                context.Abort();
                return BackendCallEnd.Failed;
            case Mood.Breaking:
                context.Response.ContentLength = 1_000;
                await context.Response.WriteAsync("""{"type":"text","msg":"half of""", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return BackendCallEnd.Failed;
            case Mood.Lying:
                await WriteAsync(context, "<html>It works!</html>");
                return BackendCallEnd.Lied;
            default:
                // Slow: mostly beyond the deadline of 4.5 s, now and then just before it.
                var takes = Mood == Mood.Slow ? Random.Shared.Next(3_500, 8_000) : Random.Shared.Next(30);
                await Task.Delay(takes, context.RequestAborted);
                await WriteAsync(context, $$"""{"msg":"{{MessageText.ReplyTo(story.Number)}}"}""");
                return BackendCallEnd.Replied;
        }
    }

    private static async Task WriteAsync(HttpContext context, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.CompleteAsync();
        context.RequestAborted.ThrowIfCancellationRequested();
    }
}
