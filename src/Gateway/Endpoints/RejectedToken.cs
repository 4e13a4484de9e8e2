using System.Text.Json;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Reads <c>{"rejected":"…"}</c>, in which a program names the token that WeChat refused.</summary>
internal static class RejectedToken
{
    // WeChat asks for room for 512 characters in a token (获取接口调用凭据); this is several times that.
    private const int LargestBody = 4 * 1024;

    /// <summary>Returns the token, or what is wrong with the body.</summary>
    public static async ValueTask<(string? Token, GatewayError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new byte[LargestBody + 1];
        var length = request.ContentLength > LargestBody ? body.Length : await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LargestBody)
        {
            return (null, new GatewayError(GatewayError.TooLarge, StatusCodes.Status413PayloadTooLarge, $"The body must have at most {LargestBody} bytes."));
        }

        return Read(body.AsMemory(0, length)) is { Length: > 0 } token
            ? (token, null)
            : (null, new GatewayError(GatewayError.BadRequest, StatusCodes.Status400BadRequest, "The body must be {\"rejected\":\"the access_token that WeChat refused\"}."));
    }

    private static string? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var body = JsonDocument.Parse(json);
            return body.RootElement.ValueKind == JsonValueKind.Object
                && body.RootElement.TryGetProperty("rejected", out var token)
                && token.ValueKind == JsonValueKind.String
                    ? token.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or with an escaped half of a surrogate pair.
            return null;
        }
    }
}
