using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>In whose name a call is made, as its URL says.</summary>
/// <param name="Account">The account.</param>
/// <param name="Path">The path of WeChat's API, as the caller wrote it.</param>
/// <param name="Forwarded">The path that is forwarded; <see langword="null"/> on a hand-written route, whose own transforms make
/// it.</param>
internal sealed record CallTarget(Account Account, string Path, PathString? Forwarded)
{
    /// <summary>Gets the query parameter that carries the account's token.</summary>
    public string TokenName { get; init; } = AccessTokenQuery.Name;

    /// <summary>Gets a value indicating whether the URL names a platform, and with it the only token that the call can have.</summary>
    public bool IsOfPlatform { get; init; }

    /// <summary>Gets a value indicating whether a JSON body must name the platform.</summary>
    public bool NamesComponentInBody { get; init; }

    /// <summary>Gets a value indicating whether the query must name the platform.</summary>
    public bool NamesComponentInQuery { get; init; }

    /// <summary>Returns whether the token of the call, if it has one, is its caller's affair.</summary>
    public bool IsCallersToken(QueryString query)
        => IsOfPlatform ? CallersToken.IsOnForPlatform(Path) : CallersToken.IsOn(Path, query);
}
