using System.Text.Json;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>Gives tokens and tickets to programs that must hold one: <c>GET {Tokens}/{service}/access_token</c>, <c>…/jsapi_ticket</c>, <c>…/wx_card_ticket</c>, and <c>POST …/access_token/replace</c>.</summary>
internal sealed class TokenEndpoints(GatewaySettings settings, ServiceCatalog services, ITokenService tokens, TimeProvider clock)
{
    private const string Replace = "replace";

    /// <summary>Returns whether a request is for these endpoints, with what follows their path.</summary>
    public bool TryMatch(HttpContext context, out PathString rest)
    {
        rest = default;
        return settings.Options.Endpoints.Tokens is { } path && context.Request.Path.StartsWithSegments(path, out rest);
    }

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context, PathString rest)
    {
        var parts = (rest.Value ?? "").Split('/');
        if (parts is not ["", var name, var what, ..] || KindOf(what) is not { } kind || !IsEnd(parts[3..], kind, out var isReplace))
        {
            return NotFound("There is no such endpoint.").AnswerAsync(context);
        }

        // Only those in force: a service that was just taken away has no push on its way here, and gives out no token any more.
        if (!services.Current.TryGetValue(name, out var service))
        {
            return GatewayError.UnknownService().AnswerAsync(context);
        }

        var method = isReplace ? HttpMethods.Post : HttpMethods.Get;
        if (!HttpMethods.Equals(context.Request.Method, method))
        {
            context.Response.Headers.Allow = method;
            return new GatewayError(GatewayError.MethodNotAllowed, StatusCodes.Status405MethodNotAllowed, $"Use {method}.").AnswerAsync(context);
        }

        return isReplace ? ReplaceAsync(context, service.Account) : GetAsync(context, service.Account, kind);
    }

    private static TokenKind? KindOf(string name) => name switch
    {
        "access_token" => TokenKind.AccessToken,
        "jsapi_ticket" => TokenKind.JsApiTicket,
        "wx_card_ticket" => TokenKind.WxCardTicket,
        _ => null,
    };

    private static bool IsEnd(string[] parts, TokenKind kind, out bool isReplace)
    {
        isReplace = parts is [Replace] && kind == TokenKind.AccessToken;
        return isReplace || parts.Length == 0;
    }

    private static GatewayError NotFound(string message) => new(GatewayError.NotFound, StatusCodes.Status404NotFound, message);

    private async Task GetAsync(HttpContext context, Account account, TokenKind kind)
        => await AnswerAsync(context, kind, await tokens.GetAsync(account, kind, context.RequestAborted));

    private async Task ReplaceAsync(HttpContext context, Account account)
    {
        var (rejected, error) = await RejectedToken.ReadAsync(context.Request, context.RequestAborted);
        if (error is not null)
        {
            await error.AnswerAsync(context);
            return;
        }

        await AnswerAsync(context, TokenKind.AccessToken, await tokens.ReplaceAsync(account, rejected!, context.RequestAborted));
    }

    private async Task AnswerAsync(HttpContext context, TokenKind kind, WeChatResult<Token> result)
    {
        if (!result.TryGet(out var token, out var error))
        {
            await GatewayError.Of(error).AnswerAsync(context);
            return;
        }

        context.Response.ContentType = GatewayError.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, MessageJson.ToBackend);
        writer.WriteStartObject();
        writer.WriteString(kind == TokenKind.AccessToken ? "access_token" : "ticket", token.Value);
        writer.WriteNumber("expires_in", (long)token.Lifetime.Remaining(clock).TotalSeconds);
        writer.WriteEndObject();
    }
}
