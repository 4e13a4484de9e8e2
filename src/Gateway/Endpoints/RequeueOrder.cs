using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Which dead letters are to be delivered again: <c>{"id":"…"}</c>, or <c>{"all":true}</c>.</summary>
/// <param name="Id">One of them, or <see langword="null"/> for all.</param>
internal sealed record RequeueOrder(string? Id)
{
    /// <summary>Reads the order; returns what is wrong with the body.</summary>
    public static async ValueTask<(RequeueOrder? Order, GatewayError? Error)> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, error) = await SmallBody.ReadAsync(request, cancellationToken);
        if (error is not null)
        {
            return (null, error);
        }

        return Read(body) is { } order
            ? (order, null)
            : (null, GatewayError.Refused("The body must be {\"id\":\"a dead letter's\"} or {\"all\":true}."));
    }

    private static RequeueOrder? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var body = JsonDocument.Parse(json);
            var root = body.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var hasId = root.TryGetProperty("id", out var id);
            var hasAll = root.TryGetProperty("all", out var all);
            return (hasId, hasAll) switch
            {
                (true, false) when id.ValueKind == JsonValueKind.String => new RequeueOrder(id.GetString()),
                (false, true) when all.ValueKind == JsonValueKind.True => new RequeueOrder(Id: null),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or with an escaped half of a surrogate pair.
            return null;
        }
    }
}
