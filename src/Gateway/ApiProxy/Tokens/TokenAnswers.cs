using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.ApiProxy.Tokens;

/// <summary>
/// Answers SDKs that ask for a token with a placeholder, and for a ticket with the shared one, in WeChat's place.
/// </summary>
/// <remarks>So an SDK that points here needs no secret, whatever it sends as one, and cannot end the token that others use.</remarks>
internal sealed class TokenAnswers(ITokenService tokens, TokenErrors errors, TimeProvider clock)
{
    private const string ClassicToken = "/cgi-bin/token";
    private const string StableToken = "/cgi-bin/stable_token";
    private const string Ticket = "/cgi-bin/ticket/getticket";
    private const string TokenMethods = "GET, POST";

    /// <summary>Returns the answer to a call, to be awaited; <see langword="null"/> for a call that WeChat answers.</summary>
    public Task? Answer(HttpContext context, Account account, string path)
    {
        var plain = path.TrimEnd('/');
        if (Is(plain, ClassicToken) || Is(plain, StableToken))
        {
            return IsRead(context.Request.Method) || HttpMethods.IsPost(context.Request.Method)
                ? AnswerAsync(context, account, TokenKind.AccessToken)
                : ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(TokenMethods));
        }

        // WeChat itself answers other types.
        return Is(plain, Ticket) && IsRead(context.Request.Method) && KindOf(context.Request.QueryString) is { } kind
            ? AnswerAsync(context, account, kind)
            : null;
    }

    private static bool Is(string path, string known) => path.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static TokenKind? KindOf(QueryString query)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            if (parameter.DecodeName().Span is "type")
            {
                types.Add(parameter.DecodeValue().ToString());
            }
        }

        return types is { Count: 1 } ? KindOf(types.Single()) : null;
    }

    private static TokenKind? KindOf(string type) => type switch
    {
        "jsapi" => TokenKind.JsApiTicket,
        "wx_card" => TokenKind.WxCardTicket,
        _ => null,
    };

    private async Task AnswerAsync(HttpContext context, Account account, TokenKind kind)
    {
        var result = await tokens.GetAsync(account, kind, context.RequestAborted);
        await (result.TryGet(out var token, out var error)
            ? JsonBody.SendAsync(context, json => Write(json, account, kind, token))
            : ErrorWriter.WriteAsync(context, await ErrorOfAsync(error, account, context.RequestAborted)));
    }

    // SDKs look for WeChat's errcode in answers with 200 only. What WeChat did not say is the gateway's own error, as for every call.
    private ValueTask<GatewayError> ErrorOfAsync(WeChatError error, Account account, CancellationToken cancellationToken)
        => error.ErrorCode is { } code && error.Obstacle == TokenObstacle.None
            ? ValueTask.FromResult(new GatewayError(code, StatusCodes.Status200OK, error.Message))
            : errors.OfAsync(error, account, cancellationToken);

    private void Write(Utf8JsonWriter json, Account account, TokenKind kind, Token token)
    {
        if (kind == TokenKind.AccessToken)
        {
            json.WriteString("access_token"u8, Placeholder.Of(account, token.Value));
        }
        else
        {
            json.WriteNumber("errcode"u8, ErrorCodes.Success);
            json.WriteString("errmsg"u8, "ok");
            json.WriteString("ticket"u8, token.Value);
        }

        json.WriteNumber("expires_in"u8, (long)token.Lifetime.Remaining(clock).TotalSeconds);
    }
}
