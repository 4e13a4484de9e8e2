using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.ApiProxy.Platforms;

/// <summary>
/// Reads calls in the name of a platform, <c>{platform}/component/{path}</c>, and of an account in its care,
/// <c>{platform}/{appid}/{path}</c>.
/// </summary>
/// <remarks>
/// The URL chooses the token, never WeChat's path: <c>/cgi-bin/component/getprivacysetting</c> takes the authorizer's,
/// <c>/wxa/gettemplatelist</c> the component's.
/// </remarks>
internal sealed class PlatformCalls(PlatformCatalog platforms, AuthorizerRegistry authorizers)
{
    /// <summary>The segment that stands for the platform itself.</summary>
    public const string Component = "component";

    /// <summary>Returns whether a service is a platform.</summary>
    public bool Serves(string name) => platforms.Current.ContainsKey(name);

    /// <summary>Reads a call.</summary>
    /// <param name="name">The platform's name.</param>
    /// <param name="prefix">The path up to the platform's name, as the caller wrote it.</param>
    /// <param name="below">The path below the platform's name.</param>
    /// <returns>The call, or the error to answer.</returns>
    public (CallTarget? Call, GatewayError? Error) Read(string name, string prefix, string below)
    {
        if (!platforms.Current.TryGetValue(name, out var platform))
        {
            return (null, GatewayError.NoEndpoint());
        }

        var (segment, path) = Split(below);
        if (PlatformPaths.IsRefused(path))
        {
            return (null, GatewayError.Of(
                StatusCodes.Status403Forbidden,
                "This call would take a token away from the gateway, which keeps it for all. The tokens are at /tokens, and codes are exchanged by "
                + "the authorization page and event."));
        }

        if (segment == Component)
        {
            return PlatformPaths.TakesAuthorizersToken(path)
                ? (null, OtherUrl("the token of the account that it is about", $"{prefix}/{{appid}}{path}"))
                : (OfComponent(platform, path), null);
        }

        if (!AppId.TryParse(segment, out var appId) || authorizers.Find(platform.AppId, appId) is not { } authorizer)
        {
            return (null, GatewayError.Missing("The platform has no such account in its care."));
        }

        if (authorizer.State == AuthorizerState.Unauthorized
            || !authorizers.TryGetService(platform, appId, out var service, out _))
        {
            return (null, TokenErrors.Unauthorized(appId));
        }

        return PlatformPaths.ComponentPathOf(path) is { } right
            ? (null, OtherUrl("the platform's token", $"{prefix}/{Component}{right}"))
            : (new CallTarget(service.Account, path, new PathString(path)) { IsOfPlatform = true }, null);
    }

    private static CallTarget OfComponent(WeChatPlatform platform, string path) => new(platform.Account, path, new PathString(path))
    {
        IsOfPlatform = true,
        TokenName = PlatformPaths.NamesTokenComponents(path) ? AccessTokenQuery.ComponentName : AccessTokenQuery.Name,
        NamesComponentInBody = PlatformPaths.IsComponentApi(path),
        NamesComponentInQuery = PlatformPaths.IsForUsers(path),
    };

    private static (string Segment, string Path) Split(string below)
    {
        var rest = below.TrimStart('/');
        var end = rest.IndexOf('/', StringComparison.Ordinal);
        return end < 0 ? (rest, "/") : (rest[..end], rest[end..]);
    }

    private static GatewayError OtherUrl(string token, string url) => GatewayError.Refused($"WeChat takes {token} there. Call {url}.");
}
