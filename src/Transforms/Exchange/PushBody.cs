using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Reads the body of a push, within its limit.</summary>
internal static class PushBody
{
    /// <summary>The largest push in bytes. WeChat's own stay below 64 KiB; encryption adds a third.</summary>
    public const int Largest = 256 * 1024;

    /// <summary>Reads the body to its end; returns <see langword="null"/> when it is larger than it may be.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Largest)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Kestrel's own limit may be lower; ours alone decides, so that the answer is always the same.
            limit.MaxRequestBodySize = null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > Largest)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
