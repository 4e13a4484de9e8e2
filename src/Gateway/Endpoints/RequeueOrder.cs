using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.TokenService.Api.Json;

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

    private static RequeueOrder? Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonFields.Parse(body);
        return (json?.Find("id"), json?.Find("all")) switch
        {
            ({ ValueKind: JsonValueKind.String }, null) when json.Text("id") is { } id => new RequeueOrder(id),
            (null, { ValueKind: JsonValueKind.True }) => new RequeueOrder(Id: null),
            _ => null,
        };
    }
}
