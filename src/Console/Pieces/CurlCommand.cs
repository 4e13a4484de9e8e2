using System.Text.Json;
using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Writes calls as commands for a shell. The key is never in them: they say <c>$KEY</c>.</summary>
internal static class CurlCommand
{
    /// <summary>Returns the command for a call.</summary>
    public static string Of(Uri gateway, GatewayCall call)
    {
        var command = "curl -sS -H \"Authorization: Bearer $KEY\"";
        if (call.Method != HttpMethod.Get)
        {
            command += $" -X {call.Method}";
        }

        if (call.IfMatch is { } version)
        {
            command += $" -H {Quote($"If-Match: {version}")}";
        }

        if (call.IdempotencyKey is { } once)
        {
            command += $" -H {Quote($"Idempotency-Key: {once}")}";
        }

        var body = call.Body switch
        {
            null or HttpContent => null,
            string text => text,
            var value => JsonSerializer.Serialize(value, value.GetType(), GatewayJson.Options),
        };
        if (body is not null)
        {
            command += $" -H 'Content-Type: application/json' -d {Quote(body)}";
        }

        return $"{command} {Quote(gateway.AbsoluteUri.TrimEnd('/') + call.Path.Text)}";
    }

    // Inside of single quotes a shell leaves everything as it is but a single quote.
    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
