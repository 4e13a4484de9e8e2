using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>What WeChat or the backend answers.</summary>
public sealed record ReplayAnswer
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();

    public string Body { get; init; } = "";

    /// <summary>Gets the body as JSON, in place of a text.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>Gets how long the answer takes.</summary>
    public double Seconds { get; init; }

    /// <summary>Gets whether the connection is cut in place of an answer.</summary>
    public bool Aborts { get; init; }

    /// <summary>Gets whether the connection is cut after the body, of which more was promised.</summary>
    public bool BreaksOff { get; init; }

    public async Task WriteAsync(HttpContext context)
    {
        if (Seconds > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(Seconds), context.RequestAborted);
        }

        if (Aborts)
        {
            context.Abort();
            return;
        }

        var body = Encoding.UTF8.GetBytes(Json?.GetRawText() ?? Body);
        context.Response.StatusCode = Status;
        foreach (var (name, values) in Headers)
        {
            context.Response.Headers[name] = values;
        }

        if (body.Length > 0)
        {
            context.Response.ContentType = ContentType;
            context.Response.ContentLength = BreaksOff ? body.Length + 100 : body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }

        if (BreaksOff)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }
}
