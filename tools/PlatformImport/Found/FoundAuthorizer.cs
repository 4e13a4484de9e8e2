using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.PlatformImport.Found;

/// <summary>An account with the refresh token that WeChat gave for it. A field that the source lacks is empty.</summary>
internal sealed record FoundAuthorizer(AppId AppId, string RefreshToken)
{
    /// <summary>Gets the sort of account.</summary>
    public ServiceKind Kind { get; init; } = ServiceKind.Other;

    /// <summary>Gets the original id, <c>gh_…</c>.</summary>
    public string OriginalId { get; init; } = "";

    public string NickName { get; init; } = "";

    /// <summary>Gets when it was authorized.</summary>
    public DateTimeOffset? AuthorizedAt { get; init; }

    /// <summary>Gets the ids of the permission sets.</summary>
    public IReadOnlyList<int> Functions { get; init; } = [];

    /// <summary>Returns the account; a refresh token is not for printing.</summary>
    public override string ToString() => AppId.Value;
}
