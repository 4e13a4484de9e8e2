using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.TokenService.Api.Json;

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

        using var json = JsonFields.Parse(body);
        return json?.Text("rejected") is { Length: > 0 } token
            ? (token, null)
            : (null, GatewayError.Refused("The body must be {\"rejected\":\"the access_token that WeChat refused\"}."));
    }
}
