using System.Text.Unicode;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Reads the body of a request that asks for one thing: JSON, as a rule.</summary>
internal static class SmallBody
{
    // WeChat asks for room for 512 characters in a token (获取接口调用凭据); this is several times that.
    private const int Largest = 4 * 1024;

    /// <summary>Returns the body, or what is wrong with it.</summary>
    public static ValueTask<(ReadOnlyMemory<byte> Body, GatewayError? Error)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
        => ReadAsync(request, Largest, cancellationToken);

    /// <summary>Returns the body of at most so many bytes, or what is wrong with it.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Body, GatewayError? Error)> ReadAsync(
        HttpRequest request, int largest, CancellationToken cancellationToken)
    {
        var body = new byte[Math.Min(request.ContentLength ?? largest, largest) + 1];
        var length = request.ContentLength > largest
            ? largest + 1
            : await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return length > largest
            ? (default, GatewayError.Of(StatusCodes.Status413PayloadTooLarge, $"The body must have at most {largest} bytes."))
            : IsText(body.AsSpan(0, length)) ? (body.AsMemory(0, length), null)
            : (default, GatewayError.Refused([new RequestError("", "is not UTF-8")]));
    }

    // The framework looks for these only when it is asked for a text, wherever that may be.
    private static bool IsText(ReadOnlySpan<byte> body) => Utf8.IsValid(body) && !LenientJson.HasHalfSurrogate(body);
}
