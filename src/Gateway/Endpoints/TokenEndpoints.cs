using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>
/// Gives tokens and tickets to programs that must hold one: <c>GET {Tokens}/{service}/access_token</c>, <c>…/jsapi_ticket</c>,
/// <c>…/wx_card_ticket</c>, and <c>POST …/access_token/replace</c>.
/// </summary>
internal sealed class TokenEndpoints(EndpointsOfServices services, ITokenService tokens, TimeProvider clock) : IEndpointGroup
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Tokens is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Tokens);
        foreach (var kind in new[] { TokenKind.AccessToken, TokenKind.JsApiTicket, TokenKind.WxCardTicket })
        {
            services.Map(
                group,
                HttpMethods.Get,
                $"/{kind.Name()}",
                "Returns the service's token or ticket of this kind.",
                (context, service) => GetAsync(context, service.Account, kind));
        }

        services.Map(
            group,
            HttpMethods.Post,
            $"/{TokenKind.AccessToken.Name()}/replace",
            new Description("Replaces an access token that WeChat refused.") { Body = """{"rejected":"the token"}""" },
            (context, service) => ReplaceAsync(context, service.Account));
        group.MapNothingElse();
    }

    private async Task GetAsync(HttpContext context, Account account, TokenKind kind)
        => await AnswerAsync(context, kind, await tokens.GetAsync(account, kind, context.RequestAborted));

    private async Task ReplaceAsync(HttpContext context, Account account)
    {
        var (rejected, error) = await RejectedToken.ReadAsync(context.Request, context.RequestAborted);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        await AnswerAsync(context, TokenKind.AccessToken, await tokens.ReplaceAsync(account, rejected!, context.RequestAborted));
    }

    private Task AnswerAsync(HttpContext context, TokenKind kind, WeChatResult<Token> result)
        => result.TryGet(out var token, out var error)
            ? JsonBody.SendAsync(context, json =>
            {
                json.WriteString(kind == TokenKind.AccessToken ? "access_token" : "ticket", token.Value);
                json.WriteNumber("expires_in", (long)token.Lifetime.Remaining(clock).TotalSeconds);
            })
            : ErrorWriter.WriteAsync(context, GatewayError.Of(error));
}
