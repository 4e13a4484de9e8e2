using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The scope that an API key needs for an endpoint; the endpoint has it as metadata. One without needs any key.</summary>
/// <param name="Read">The scope for GET and HEAD.</param>
/// <param name="Write">The scope for every other method.</param>
internal sealed record RequiredScope(string Read, string Write)
{
    private RequiredScope(string scope)
        : this(scope, scope)
    {
    }

    /// <summary>Gets the scope of WeChat's API, and of all that has no scope of its own.</summary>
    public static RequiredScope Api { get; } = new(ApiKeyOptions.Api);

    /// <summary>Gets the scope of tokens.</summary>
    public static RequiredScope Tokens { get; } = new(ApiKeyOptions.Tokens);

    /// <summary>Gets the scope of what makes tokens.</summary>
    public static RequiredScope Secrets { get; } = new(ApiKeyOptions.Secrets);

    /// <summary>Gets the scopes of what concerns platforms.</summary>
    public static RequiredScope Platforms { get; } = new(ApiKeyOptions.PlatformRead, ApiKeyOptions.PlatformWrite);

    /// <summary>Gets the scopes of what concerns people who log in to mini programs.</summary>
    public static RequiredScope Logins { get; } = new(ApiKeyOptions.LoginRead, ApiKeyOptions.LoginWrite);

    /// <summary>Gets the scopes of tests of services.</summary>
    public static RequiredScope Tries { get; } = new(ApiKeyOptions.TryRead, ApiKeyOptions.TryWrite);

    /// <summary>Gets the scope of how a replica and its services are.</summary>
    public static RequiredScope Overview { get; } = new(ApiKeyOptions.OverviewRead);

    /// <summary>Gets the scopes of what concerns the whole gateway.</summary>
    public static RequiredScope Settings { get; } = new(ApiKeyOptions.SettingsRead, ApiKeyOptions.SettingsWrite);

    /// <summary>Gets the scopes of exports of the vault.</summary>
    public static RequiredScope Vault { get; } = new(ApiKeyOptions.SettingsRead, ApiKeyOptions.VaultExport);

    /// <summary>Returns the scope for a method.</summary>
    public string For(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Read : Write;
}
