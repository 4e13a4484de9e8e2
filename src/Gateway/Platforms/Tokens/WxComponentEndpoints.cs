using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Platforms.Tokens;

/// <summary>
/// The paths of wxcomponent that services beside it call, for the platform whose <c>Compat</c> has <c>WxComponent</c>; without one they do
/// not exist.
/// </summary>
internal sealed class WxComponentEndpoints(
    PlatformCatalog platforms,
    AuthorizerRegistry authorizers,
    ITokenService tokens,
    ComponentTickets tickets,
    PlatformSync sync) : IEndpointGroup
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        // The ticket needs no scope of its own on this machine, as it needs none in wxcomponent; a key needs both scopes.
        Map(
            endpoints, HttpMethods.Get, "/inner/ticket", RequiredScope.Tokens,
            Served("Returns the platform's ticket, as wxcomponent does."), TicketAsync);
        Map(
            endpoints, HttpMethods.Get, "/inner/component-access-token", RequiredScope.Tokens,
            Served("Returns the platform's access token, as wxcomponent does."), ComponentTokenAsync);
        Map(
            endpoints, HttpMethods.Get, "/inner/authorizer-access-token", RequiredScope.Tokens,
            Served("Returns an account's access token, as wxcomponent does.", "appid: the account"), AuthorizerTokenAsync);
        Map(
            endpoints, HttpMethods.Post, "/wxcomponent/admin/pull-authorizer-list", RequiredScope.Platforms,
            Served("Compares the accounts with WeChat's list, as wxcomponent does."), PullAsync);
    }

    private void Map(
        IEndpointRouteBuilder endpoints,
        string method,
        string path,
        RequiredScope scope,
        Description about,
        Func<HttpContext, WeChatPlatform, ValueTask<WxComponentAnswer>> answer)
        => endpoints.Map(path, context => AnswerAsync(context, method, answer))
            .ForBackends(ServedOn.Internal, ErrorShape.WeChat, scope).AtExactPath().Describe(method, about);

    private Description Served(string summary, params string[] query)
        => new(summary, query) { IsServed = () => platforms.Current.Values.Any(platform => platform.IsWxComponent) };

    private async Task AnswerAsync(
        HttpContext context, string method, Func<HttpContext, WeChatPlatform, ValueTask<WxComponentAnswer>> answer)
    {
        if (platforms.Current.Values.FirstOrDefault(platform => platform.IsWxComponent) is not { } platform)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.NoEndpoint());
        }
        else if (!HttpMethods.Equals(context.Request.Method, method))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(method));
        }
        else if (!ApiKeyIdentity.IsFor(context, platform.Name))
        {
            await ErrorWriter.WriteAsync(
                context, GatewayError.Of(StatusCodes.Status403Forbidden, KeyRefusal.OfService(platform.Name).Message));
        }
        else
        {
            await (await answer(context, platform)).SendAsync(context);
        }
    }

    private ValueTask<WxComponentAnswer> TicketAsync(HttpContext context, WeChatPlatform platform)
    {
        if (context.User.Identity is ApiKeyIdentity { Key: var key } && !key.Has(ApiKeyOptions.Secrets))
        {
            return ValueTask.FromResult(WxComponentAnswer.Failed($"The API key lacks the scope {ApiKeyOptions.Secrets}."));
        }

        return ValueTask.FromResult(
            tickets.Newest(platform.AppId) is { } ticket ? WxComponentAnswer.Of("ticket", ticket.Value) : WxComponentAnswer.NoTicket);
    }

    private ValueTask<WxComponentAnswer> ComponentTokenAsync(HttpContext context, WeChatPlatform platform)
        => TokenAsync(context, platform.Account);

    private async ValueTask<WxComponentAnswer> AuthorizerTokenAsync(HttpContext context, WeChatPlatform platform)
        => context.Request.Query["appid"] is not [{ } text] || !AppId.TryParse(text, out var appId) ? WxComponentAnswer.NoAppId
            : authorizers.TryGetService(platform, appId, out var service, out _) ? await TokenAsync(context, service.Account)
            : WxComponentAnswer.Failed("The platform has no such account in its care.");

    private async ValueTask<WxComponentAnswer> TokenAsync(HttpContext context, Account account)
    {
        var result = await tokens.GetAsync(account, TokenKind.AccessToken, context.RequestAborted);
        return result.TryGet(out var token, out var error) ? WxComponentAnswer.Of("token", token.Value)
            : error.Obstacle == TokenObstacle.WaitingForTicket ? WxComponentAnswer.NoTicket
            : WxComponentAnswer.Failed(error.Message);
    }

    private async ValueTask<WxComponentAnswer> PullAsync(HttpContext context, WeChatPlatform platform)
    {
        try
        {
            await sync.StartAsync(platform, context.RequestAborted);
            return WxComponentAnswer.Done;
        }
        catch (AuthorizersUnavailableException exception)
        {
            return WxComponentAnswer.Failed(exception.Message);
        }
    }
}
