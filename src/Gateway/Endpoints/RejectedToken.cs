using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Reads <c>{"rejected":"…"}</c>, in which a program names the token that WeChat refused.</summary>
internal static class RejectedToken
{
    /// <summary>Returns the token, or what is wrong with the body.</summary>
    public static async ValueTask<(string? Token, GatewayError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, error) = await SmallBody.ReadAsync(request, cancellationToken);
        if (error is not null)
        {
            return (null, error);
        }

        return Read(body) is { Length: > 0 } token
            ? (token, null)
            : (null, GatewayError.Refused("The body must be {\"rejected\":\"the access_token that WeChat refused\"}."));
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
