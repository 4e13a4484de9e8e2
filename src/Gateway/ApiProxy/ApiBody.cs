using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy.Tokens;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Takes up the body of a call, if it is small enough to be kept for a second try.</summary>
internal static class ApiBody
{
    /// <summary>The largest body that is kept, in bytes; a larger one streams through and is sent once.</summary>
    public const int LargestKept = 1024 * 1024;

    /// <summary>
    /// Returns the body, which the request then reads from memory, or <see langword="null"/> when it is too large; the request then streams
    /// it.
    /// </summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> KeepAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestKept)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            request.Headers.Remove(HeaderNames.Expect);
            return ReadOnlyMemory<byte>.Empty;
        }

        var (start, isWhole) = await ReadStartAsync(request, cancellationToken);
        if (!isWhole)
        {
            request.Body = new PrefixedStream(start, request.Body);
            return null;
        }

        // A chunked body gets its length, which parts of WeChat's API insist on.
        request.Body = new MemoryStream(start, writable: false);
        request.Headers.Remove(HeaderNames.TransferEncoding);
        request.Headers.Remove(HeaderNames.Expect);
        if (start.Length > 0 || request.ContentLength is not null)
        {
            request.ContentLength = start.Length;
        }

        return start;
    }

    /// <summary>Returns a form without any access_token, for which servers look there as well; any other body as it is.</summary>
    public static ReadOnlyMemory<byte> WithoutToken(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty
            || !request.HasFormContentType
            || request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        // Latin-1 has a character for each byte, so that all the rest stays as it is.
        var form = Encoding.Latin1.GetString(body.Span);
        if (!AccessTokenQuery.IsIn(form))
        {
            return body;
        }

        return Write(request, Encoding.Latin1.GetBytes(AccessTokenQuery.Without(form).TrimStart('?')));
    }

    /// <summary>Gives a request another body, and returns it.</summary>
    public static ReadOnlyMemory<byte> Write(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        request.Body = new MemoryStream(body.ToArray(), writable: false);
        request.ContentLength = body.Length;
        if (!body.IsEmpty && string.IsNullOrEmpty(request.ContentType))
        {
            request.ContentType = JsonBody.ContentType;
        }

        return body;
    }

    private static async ValueTask<(byte[] Start, bool IsWhole)> ReadStartAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            var body = new byte[length];
            await request.Body.ReadExactlyAsync(body, cancellationToken);
            return (body, true);
        }

        using var start = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (start.Length <= LargestKept)
        {
            var count = await request.Body.ReadAsync(chunk, cancellationToken);
            if (count == 0)
            {
                return (start.ToArray(), true);
            }

            start.Write(chunk, 0, count);
        }

        return (start.ToArray(), false);
    }
}
