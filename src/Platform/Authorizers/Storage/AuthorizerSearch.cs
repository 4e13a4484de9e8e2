using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>Which authorizers are looked for. A value that is <see langword="null"/> excludes none.</summary>
public sealed record AuthorizerSearch
{
    /// <summary>Gets the text with which the name begins, whatever its case, or the whole AppId or original id.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the state.</summary>
    public AuthorizerState? State { get; init; }

    /// <summary>Gets the sort of account.</summary>
    public ServiceKind? Kind { get; init; }

    /// <summary>Gets the tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets the AppId after which the page begins.</summary>
    public string? After { get; init; }

    /// <summary>Gets the length of the page.</summary>
    /// <value>From 1 to 500. The default is 100.</value>
    public int Limit { get; init; } = 100;
}
