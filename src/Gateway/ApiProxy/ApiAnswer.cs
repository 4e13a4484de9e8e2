using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.ApiProxy.Platforms;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Looks into WeChat's answers for an errcode, without holding up or keeping a download.</summary>
internal static class ApiAnswer
{
    // WeChat's errors have a few hundred bytes; longer answers are no errors.
    private const int LongestError = 4 * 1024;
    private const int LongestToken = 1024;
    private const string Mask = "***";

    /// <summary>
    /// Returns the errcode of an answer, zero for a success. The answer can be read in full all the same, or the call has it as a whole.
    /// </summary>
    /// <remarks>
    /// Its Content-Type does not count: WeChat has sent errors as images and as octet streams. What it quotes of ours is masked, and a hint
    /// for the caller is put in as the member <c>hint</c>.
    /// </remarks>
    public static ValueTask<int> PeekAsync(HttpResponseMessage answer, ApiCall call, string? token, CancellationToken cancellationToken)
    {
        call.Answer = null;
        return !MayBeError(answer) ? ValueTask.FromResult(ErrorCodes.Success)
            : answer is { Version.Major: 1, Content.Headers.ContentLength: { } length }
                ? ReadAsync(answer, (int)length, call, token, cancellationToken)
            : PeekStreamAsync(answer, call, token, cancellationToken);
    }

    /// <summary>
    /// Reads an answer of known length, which is short. Its headers stay where they are, and HTTP/1.1 has no trailers after such a one.
    /// </summary>
    private static async ValueTask<int> ReadAsync(
        HttpResponseMessage answer, int length, ApiCall call, string? token, CancellationToken cancellationToken)
    {
        var whole = new byte[length];
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await stream.ReadExactlyAsync(whole, cancellationToken);
        var errorCode = ErrorCodeOf(whole);
        call.Answer = IsObject(whole) && Corrected(whole, errorCode, call, token) is { } corrected ? corrected : whole;
        return errorCode;
    }

    /// <summary>Reads the start of an answer that may be long or have trailers, and puts it back.</summary>
    private static async ValueTask<int> PeekStreamAsync(
        HttpResponseMessage answer, ApiCall call, string? token, CancellationToken cancellationToken)
    {
        var content = answer.Content;
        var stream = await content.ReadAsStreamAsync(cancellationToken);

        // A length that is known leaves room for one byte more, so that the end shows.
        var start = new byte[content.Headers.ContentLength + 1 ?? LongestError];
        var count = await ReadStartAsync(stream, start, cancellationToken);
        var isWhole = count < start.Length && IsObject(start.AsSpan(0, count));
        var errorCode = isWhole ? ErrorCodeOf(start.AsSpan(0, count)) : ErrorCodes.Success;
        if (isWhole && Corrected(start.AsSpan(0, count), errorCode, call, token) is { } corrected)
        {
            content.Headers.ContentLength = null;
            Replace(answer, new ByteArrayContent(corrected), content);
            content.Dispose();
            return errorCode;
        }

        Replace(answer, new StreamContent(new PrefixedStream(start.AsMemory(0, count), stream)), content);
        return errorCode;
    }

    private static int ErrorCodeOf(ReadOnlySpan<byte> text)
        => IsObject(text) && Envelope.TryRead(text, out var envelope) ? envelope.ErrorCode : ErrorCodes.Success;

    /// <summary>Returns what the caller gets in place of an answer; <see langword="null"/> when it gets the answer.</summary>
    private static byte[]? Corrected(ReadOnlySpan<byte> answer, int errorCode, ApiCall call, string? token)
    {
        var isMasked = token is not null && Quotes(answer, token);
        var hint = errorCode == ErrorCodes.Success ? null : PermissionHints.For(call.Account, call.Path, errorCode);
        if (!isMasked && hint is null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(answer);
        return Encoding.UTF8.GetBytes(WithHint(isMasked ? text.Replace(token!, Mask, StringComparison.Ordinal) : text, hint));
    }

    // WeChat's texts have quoted what they were sent before, and /cgi-bin/openapi/rid/get tells the address of an earlier call.
    private static bool Quotes(ReadOnlySpan<byte> text, string token)
    {
        if (token.Length > text.Length)
        {
            return false;
        }

        var length = Encoding.UTF8.GetMaxByteCount(token.Length);
        var bytes = length <= LongestToken ? stackalloc byte[LongestToken] : new byte[length];
        return text.IndexOf(bytes[..Encoding.UTF8.GetBytes(token, bytes)]) >= 0;
    }

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
            && (!headers.NonValidated.Contains("Content-Encoding") || headers.ContentEncoding.Count == 0);
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
