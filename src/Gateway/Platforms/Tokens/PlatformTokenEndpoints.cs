using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Platforms.Tokens;

/// <summary>
/// Gives out the tokens of platforms: <c>GET {Tokens}/{platform}/component_access_token</c>, <c>…/cloudbase_access_token</c> and
/// <c>…/ticket</c>,
/// and of accounts in their care: <c>GET …/{appid}/access_token</c>, <c>…/jsapi_ticket</c>, <c>…/wx_card_ticket</c>. Both access tokens
/// have
/// <c>POST …/replace</c>.
/// </summary>
internal sealed class PlatformTokenEndpoints(
    PlatformCatalog platforms,
    AuthorizerRegistry authorizers,
    ITokenService tokens,
    ComponentTickets tickets,
    TokenErrors errors,
    TimeProvider clock) : IEndpointGroup
{
    private const string ComponentToken = "component_access_token";
    private const string AccessToken = "access_token";

    private static readonly Description Replace = new("Replaces an access token that WeChat refused.")
    {
        Body = """{"rejected":"the token"}""",
    };

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Tokens is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Tokens);
        Map(group, HttpMethods.Get, $"/{ComponentToken}", "Returns the platform's access token.", GetComponentAsync);
        Map(group, HttpMethods.Post, $"/{ComponentToken}/replace", Replace, ReplaceComponentAsync);
        Map(group, HttpMethods.Get, "/cloudbase_access_token", "Returns the platform's token for cloud base.", CloudBaseToken.AnswerAsync);
        foreach (var kind in new[] { TokenKind.AccessToken, TokenKind.JsApiTicket, TokenKind.WxCardTicket })
        {
            Map(
                group,
                HttpMethods.Get,
                $"/{{appid}}/{kind.Name()}",
                "Returns the account's token or ticket of this kind.",
                (context, platform) => ForAuthorizerAsync(context, platform, account => GetAsync(context, account, kind)));
        }

        Map(group, HttpMethods.Post, $"/{{appid}}/{AccessToken}/replace", Replace, (context, platform) => ForAuthorizerAsync(
            context, platform, account => ReplaceAsync(context, account, AccessToken)));

        var secrets = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Secrets);
        Map(secrets, HttpMethods.Get, "/ticket", "Returns the platform's ticket.", TicketAsync);
    }

    private void Map(
        IEndpointRouteBuilder group, string method, string path, Description about, Func<HttpContext, WeChatPlatform, Task> answer)
        => group.Map("/{platform}" + path, context => AnswerAsync(context, method, answer)).AtExactPath().Describe(method, about);

    private Task AnswerAsync(HttpContext context, string method, Func<HttpContext, WeChatPlatform, Task> answer)
    {
        if (context.GetRouteValue("platform") is not string name || !platforms.Current.TryGetValue(name, out var platform))
        {
            return ErrorWriter.WriteAsync(context, GatewayError.Missing("No such platform is configured."));
        }

        return HttpMethods.Equals(context.Request.Method, method)
            ? answer(context, platform)
            : ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(method));
    }

    private Task ForAuthorizerAsync(HttpContext context, WeChatPlatform platform, Func<Account, Task> answer)
    {
        if (!AppId.TryParse(context.GetRouteValue("appid") as string, out var appId) || authorizers.Find(platform.AppId, appId) is null)
        {
            return ErrorWriter.WriteAsync(context, GatewayError.Missing("The platform has no such account in its care."));
        }

        return authorizers.TryGetService(platform, appId, out var service, out _)
            ? answer(service.Account)
            : ErrorWriter.WriteAsync(context, TokenErrors.Unauthorized(appId));
    }

    private async Task GetAsync(HttpContext context, Account account, TokenKind kind)
        => await AnswerAsync(
            context,
            account,
            kind == TokenKind.AccessToken ? AccessToken : "ticket",
            await tokens.GetAsync(account, kind, context.RequestAborted));

    private async Task GetComponentAsync(HttpContext context, WeChatPlatform platform)
        => await AnswerAsync(
            context, platform.Account, ComponentToken,
                await tokens.GetAsync(platform.Account, TokenKind.AccessToken, context.RequestAborted));

    private Task ReplaceComponentAsync(HttpContext context, WeChatPlatform platform)
        => ReplaceAsync(context, platform.Account, ComponentToken);

    private async Task ReplaceAsync(HttpContext context, Account account, string name)
    {
        var (rejected, error) = await RejectedToken.ReadAsync(context.Request, context.RequestAborted);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        await AnswerAsync(context, account, name, await tokens.ReplaceAsync(account, rejected!, context.RequestAborted));
    }

    private Task TicketAsync(HttpContext context, WeChatPlatform platform)
        => tickets.Newest(platform.AppId) is { } ticket
            ? JsonBody.SendAsync(context, json =>
            {
                json.WriteString("component_verify_ticket", ticket.Value);
                json.WriteNumber("create_time", ticket.CreateTime.ToUnixTimeSeconds());
            })
            : ErrorWriter.WriteAsync(context, GatewayError.Of(
                StatusCodes.Status503ServiceUnavailable, "This gateway has no ticket yet. WeChat pushes one every 10 minutes."));

    private async Task AnswerAsync(HttpContext context, Account account, string name, WeChatResult<Token> result)
    {
        if (!result.TryGet(out var token, out var error))
        {
            await ErrorWriter.WriteAsync(context, await errors.OfAsync(error, account, context.RequestAborted));
            return;
        }

        await JsonBody.SendAsync(context, json =>
        {
            json.WriteString(name, token.Value);
            json.WriteNumber("expires_in", (long)token.Lifetime.Remaining(clock).TotalSeconds);
        });
    }
}
