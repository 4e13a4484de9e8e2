using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Access;

/// <summary>A key that opens the internal listener: its digest, and what it is good for.</summary>
internal sealed class ApiKey
{
    private readonly FrozenSet<string> _scopes;
    private readonly FrozenSet<string> _services;

    private ApiKey(string name, byte[] digest, ApiKeyOptions options, ApiKeyUse use)
    {
        Digest = digest;
        Name = name;
        Use = use;
        _scopes = options.Scopes.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _services = options.Services.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Caller = new ClaimsPrincipal(new ApiKeyIdentity(this));
        Authenticated = Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Caller, ApiKeyAuthentication.Scheme)));
    }

    /// <summary>Gets the name of whoever has the key: its key in the configuration.</summary>
    public string Name { get; }

    /// <summary>Gets the digest of the key.</summary>
    public byte[] Digest { get; }

    /// <summary>Gets when it was last shown.</summary>
    public ApiKeyUse Use { get; }

    /// <summary>Gets a value indicating whether the key is good for some services only.</summary>
    public bool IsLimited => _services.Count > 0;

    /// <summary>Gets what it is good for, in the order of <see cref="ApiKeyOptions.AllScopes"/>.</summary>
    public IReadOnlyList<string> Scopes => [.. ApiKeyOptions.AllScopes.Where(Has)];

    /// <summary>Gets the services that it is good for; empty for all.</summary>
    public IReadOnlyList<string> Services => [.. _services.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Gets who shows the key. All of a key's requests share one.</summary>
    public ClaimsPrincipal Caller { get; }

    /// <summary>Gets that the caller is authenticated by the key.</summary>
    public Task<AuthenticateResult> Authenticated { get; }

    /// <summary>Returns the key; <see langword="null"/> when the options hold no digest.</summary>
    public static ApiKey? Of(string name, ApiKeyOptions options, ApiKeyUses uses)
        => ApiKeys.Parse(options.Hash) is { } digest ? new ApiKey(name, digest, options, uses.Of(digest)) : null;

    /// <summary>Returns whether the key has a scope.</summary>
    public bool Has(string scope) => _scopes.Contains(scope);

    /// <summary>Returns whether the key is good for a service.</summary>
    public bool IsFor(string service) => _services.Count == 0 || _services.Contains(service);
}
