namespace WxYarpGateway.Gateway.Configuration;

/// <summary>
/// A key that opens the internal addresses, and what it opens. A text in its place is a digest alone: such a key opens all.
/// </summary>
public sealed class ApiKeyOptions
{
    /// <summary>Reads what concerns platforms: <c>GET {Platform}/…</c>.</summary>
    internal const string PlatformRead = "platform:read";

    /// <summary>Changes what concerns platforms: every other method there.</summary>
    internal const string PlatformWrite = "platform:write";

    /// <summary>Reads about people who log in to mini programs: <c>GET {Login}/…</c>.</summary>
    internal const string LoginRead = "login:read";

    /// <summary>Ends their sessions and erases them: every other method there.</summary>
    internal const string LoginWrite = "login:write";

    /// <summary>Reads the samples of pushes: <c>GET {Try}/samples</c>.</summary>
    internal const string TryRead = "try:read";

    /// <summary>Tests services with pushes that the gateway sends itself: every other method there.</summary>
    internal const string TryWrite = "try:write";

    /// <summary>Reads how a replica and its services are: <c>GET {Overview}</c> and what is below it.</summary>
    internal const string OverviewRead = "overview:read";

    /// <summary>Reads the configuration in force, without secrets, and what is known of backups.</summary>
    internal const string SettingsRead = "settings:read";

    /// <summary>Does what concerns the whole gateway: backups.</summary>
    internal const string SettingsWrite = "settings:write";

    /// <summary>Writes the vault into a file: <c>POST {Database}/vault-export</c>. Only keys that name it have it.</summary>
    internal const string VaultExport = "vault:export";

    /// <summary>
    /// Says for which person it calls: the header <c>X-WeChat-Actor</c> of a key with it is kept in histories. Only keys that name it
    /// have it.
    /// </summary>
    internal const string ActorName = "actor:name";

    /// <summary>Takes tokens and tickets for the JS-SDK: <c>{Tokens}/…</c>.</summary>
    internal const string Tokens = "tokens";

    /// <summary>Takes what makes tokens: a platform's ticket.</summary>
    internal const string Secrets = "secrets";

    /// <summary>Calls WeChat's API, and whatever else the internal addresses have.</summary>
    internal const string Api = "api";

    /// <summary>Gets or sets the digest of the key.</summary>
    /// <value><c>sha256:</c> and 64 hexadecimal digits; required.</value>
    public string? Hash { get; set; }

    /// <summary>Gets or sets what the key is good for.</summary>
    /// <value>
    /// One or more of <c>api</c>, <c>tokens</c>, <c>secrets</c>, <c>platform:read</c>, <c>platform:write</c>, <c>login:read</c>,
    /// <c>login:write</c>, <c>overview:read</c>, <c>settings:read</c>, <c>settings:write</c>, <c>try:read</c>, <c>try:write</c>,
    /// <c>vault:export</c> and <c>actor:name</c>; required.
    /// </value>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Gets or sets the services that the key is good for; a platform's name stands for all its accounts.</summary>
    /// <value>Names of services. The default is empty: all of them.</value>
    public IReadOnlyList<string> Services { get; set; } = [];

    /// <summary>Gets all scopes.</summary>
    internal static IReadOnlyList<string> AllScopes { get; } = [
        Api, Tokens, Secrets, PlatformRead, PlatformWrite, LoginRead, LoginWrite, OverviewRead, SettingsRead, SettingsWrite, TryRead,
        TryWrite, VaultExport, ActorName];

    /// <summary>Gets the scopes of a key that names none: all but those that have to be named.</summary>
    internal static IReadOnlyList<string> UnnamedScopes { get; } = [.. AllScopes.Except([VaultExport, ActorName])];

    /// <summary>Gets the scopes of callers without a key, where none is configured.</summary>
    internal static IReadOnlyList<string> ScopesOfNoKey { get; } = [.. UnnamedScopes.Except([Secrets])];

    /// <summary>Returns a key without a list of scopes: it is good for everything but what has to be named.</summary>
    internal static ApiKeyOptions ForAll(string? hash) => new() { Hash = hash, Scopes = UnnamedScopes };
}
