using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>An account in a platform's care, as every replica has it in memory. It has no secret.</summary>
/// <param name="Component">The AppId of its platform.</param>
/// <param name="AppId">Its own AppId.</param>
public sealed record Authorizer(AppId Component, AppId AppId)
{
    /// <summary>Gets the sort of account; <see cref="ServiceKind.Other"/> for one of a type that nobody knows.</summary>
    public ServiceKind Kind { get; init; } = ServiceKind.OfficialAccount;

    /// <summary>Gets the type that WeChat told, such as <c>MiniProgramInfo</c>; empty when it is not known.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets how it stands with the platform.</summary>
    public AuthorizerState State { get; init; }

    /// <summary>Gets its original id (<c>gh_…</c>, WeChat's <c>user_name</c>); empty when it is not known.</summary>
    public string OriginalId { get; init; } = "";

    /// <summary>Gets its name.</summary>
    public string NickName { get; init; } = "";

    /// <summary>Gets the tags that the API gave it. Those of the configuration come beside them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets what is different for it by API or console, as a JSON object; <see langword="null"/> for nothing.</summary>
    /// <remarks>It has the keys of <see cref="Platforms.AuthorizerOptions"/>, without <c>Tags</c>.</remarks>
    public string? Overrides { get; init; }

    /// <summary>Gets the time of the newest authorization event that was applied to it.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Gets a value indicating whether its messages are those of an account in the platform's care.</summary>
    internal bool IsServed => State != AuthorizerState.Unauthorized;

    // The record's generated ToString would print the overrides, which may have tokens of backends.
    /// <inheritdoc/>
    public override string ToString() => $"{AppId} of {Component}: {State}";
}
