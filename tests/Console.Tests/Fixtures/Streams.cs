using System.Threading.Channels;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>A stream of server-sent events that a test writes, for each connection from the beginning on.</summary>
internal sealed class Streams
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    /// <summary>Gets how often it was opened.</summary>
    public int Opened { get; private set; }

    /// <summary>Sends an event to whoever is connected; null breaks the connection.</summary>
    public void Send(string? text) => _events.Writer.TryWrite(text ?? "");

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Opened++;
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        try
        {
            await foreach (var text in _events.Reader.ReadAllAsync(context.RequestAborted))
            {
                if (text.Length == 0)
                {
                    context.Abort();
                    return;
                }

                await context.Response.WriteAsync(text, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has left.
        }
    }
}
