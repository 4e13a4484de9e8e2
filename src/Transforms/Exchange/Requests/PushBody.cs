using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>Reads the body of a push, within its limit.</summary>
internal static class PushBody
{
    /// <summary>The largest push in bytes. WeChat's own stay below 64 KiB; encryption adds a third.</summary>
    public const int Largest = 256 * 1024;

    /// <summary>
    /// How long a push may take to arrive: after 5 seconds WeChat has hung up (接收普通消息). Whoever sends a byte now and then would hold the
    /// connection for ever.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Reads the body to its end; returns <see langword="null"/> when it is larger than it may be.</summary>
    /// <exception cref="OperationCanceledException">The client hung up, or did not send it in time.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Largest)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Kestrel's limit may be lower. Only the gateway's limit applies, so that the answer is always the same.
            limit.MaxRequestBodySize = null;
        }

        // Most bodies are complete at once and need no timer.
        if (request.BodyReader.TryRead(out var read) && Take(request.BodyReader, read) is { IsDone: true } atOnce)
        {
            return atOnce.Body;
        }

        using var late = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        while (true)
        {
            if (Take(request.BodyReader, await request.BodyReader.ReadAsync(either.Token)) is { IsDone: true } taken)
            {
                return taken.Body;
            }
        }
    }

    /// <summary>Takes the body off the reader, if that is all of it or already too much.</summary>
    private static (bool IsDone, ReadOnlyMemory<byte>? Body) Take(PipeReader reader, ReadResult read)
    {
        if (read.Buffer.Length > Largest)
        {
            reader.AdvanceTo(read.Buffer.End);
            return (true, null);
        }

        if (read.IsCompleted)
        {
            var body = read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return (true, body);
        }

        reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return (false, null);
    }
}
