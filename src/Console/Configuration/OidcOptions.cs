namespace WxYarpGateway.Console.Configuration;

/// <summary>An identity provider with which people sign in too.</summary>
internal sealed class OidcOptions
{
    /// <summary>Gets or sets the provider's address, whose <c>/.well-known/openid-configuration</c> says the rest.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Authority { get; set; }

    /// <summary>Gets or sets the id of the console there.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? ClientId { get; set; }

    /// <summary>Gets or sets the secret of the console there.</summary>
    /// <value>The default is <see langword="null"/>: a public client with PKCE alone.</value>
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets what the button says.</summary>
    /// <value>The default is <c>OIDC</c>.</value>
    public string Name { get; set; } = "OIDC";

    /// <summary>Gets or sets the scopes beside <c>openid</c>.</summary>
    /// <value>The default is <c>profile</c> when none is given.</value>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>Gets or sets the claim with somebody's name.</summary>
    /// <value>The default is <c>preferred_username</c>.</value>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Gets or sets the claim with somebody's roles or groups.</summary>
    /// <value>The default is <c>roles</c>.</value>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Gets or sets the role of the console for values of that claim. Who has none of them is refused.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, string> Roles { get; set; } = new Dictionary<string, string>();
}
