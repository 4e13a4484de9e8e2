using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Looks into WeChat's answers for an errcode, without holding up or keeping a download.</summary>
internal static class ApiAnswer
{
    // WeChat's errors have a few hundred bytes; longer answers are no errors.
    private const int LongestError = 4 * 1024;
    private const string Mask = "***";

    /// <summary>Returns the errcode of an answer, zero for a success; the answer can be read in full all the same.</summary>
    /// <remarks>
    /// Its Content-Type does not count: WeChat has sent errors as images and as octet streams. What it quotes of ours is masked, and a hint
    /// for the caller is put in as the member <c>hint</c>.
    /// </remarks>
    public static async ValueTask<int> PeekAsync(
        HttpResponseMessage answer, string? token, Func<int, string?> hintFor, CancellationToken cancellationToken)
    {
        if (!MayBeError(answer))
        {
            return ErrorCodes.Success;
        }

        var content = answer.Content;
        var stream = await content.ReadAsStreamAsync(cancellationToken);

        // A length that is known leaves room for one byte more, so that the end shows.
        var start = new byte[content.Headers.ContentLength + 1 ?? LongestError];
        var count = await ReadStartAsync(stream, start, cancellationToken);
        var isWhole = count < start.Length && IsObject(start.AsSpan(0, count));
        var errorCode = isWhole && Envelope.TryRead(start.AsSpan(0, count), out var envelope) ? envelope.ErrorCode : ErrorCodes.Success;
        var isMasked = isWhole && token is not null && Quotes(start.AsSpan(0, count), token);
        var hint = errorCode == ErrorCodes.Success ? null : hintFor(errorCode);
        if (isMasked || hint is not null)
        {
            var text = Encoding.UTF8.GetString(start, 0, count);
            text = WithHint(isMasked ? text.Replace(token!, Mask, StringComparison.Ordinal) : text, hint);
            content.Headers.ContentLength = null;
            Replace(answer, new ByteArrayContent(Encoding.UTF8.GetBytes(text)), content);
            content.Dispose();
            return errorCode;
        }

        Replace(answer, new StreamContent(new PrefixedStream(start.AsMemory(0, count), stream)), content);
        return errorCode;
    }

    // WeChat's texts have quoted what they were sent before, and /cgi-bin/openapi/rid/get tells the address of an earlier call.
    private static bool Quotes(ReadOnlySpan<byte> text, string token) => text.IndexOf(Encoding.UTF8.GetBytes(token)) >= 0;

    // The object has a member: the errcode.
    private static string WithHint(string json, string? hint)
        => hint is not null && json.LastIndexOf('}') is > 0 and var end
            ? $"{json[..end]},\"hint\":\"{JsonEncodedText.Encode(hint, MessageJson.ToBackend.Encoder)}\"{json[end..]}"
            : json;

    private static bool MayBeError(HttpResponseMessage answer)
    {
        var headers = answer.Content.Headers;
        return answer.StatusCode == HttpStatusCode.OK
            && answer.RequestMessage?.Method != HttpMethod.Head
            && headers.ContentLength is null or (> 0 and < LongestError)
            && headers.ContentEncoding.Count == 0;
    }

    private static async ValueTask<int> ReadStartAsync(Stream stream, byte[] start, CancellationToken cancellationToken)
    {
        var count = await stream.ReadAsync(start, cancellationToken);
        while (count > 0 && count < start.Length && IsObject(start.AsSpan(0, count)))
        {
            var more = await stream.ReadAsync(start.AsMemory(count), cancellationToken);
            if (more == 0)
            {
                break;
            }

            count += more;
        }

        return count;
    }

    private static bool IsObject(ReadOnlySpan<byte> start) => start.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static void Replace(HttpResponseMessage answer, HttpContent by, HttpContent content)
    {
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            by.Headers.TryAddWithoutValidation(name, values);
        }

        answer.Content = by;
    }
}
