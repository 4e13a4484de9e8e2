using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>The newest refresh token of an authorizer that is known, and what it takes to replace it.</summary>
/// <param name="RefreshToken">The token; empty when there is none.</param>
/// <param name="Version">The version of the vault's row that it is, or is to replace; null when nobody knows.</param>
/// <param name="Step">The number of changes since that version which the vault did not take.</param>
/// <param name="State">Whether the platform may act for the authorizer.</param>
internal sealed record KnownToken(string RefreshToken, long? Version, int Step, AuthorizerState State)
{
    /// <summary>Gets what is known of an authorizer of which nothing is.</summary>
    public static KnownToken None { get; } = new("", 0, 0, AuthorizerState.Authorized);

    /// <summary>Gets the digests of the tokens before it which the vault may still have, as <see cref="SpilledToken.Lineage"/>.</summary>
    public string Lineage { get; init; } = "";

    /// <summary>Gets when its code was exchanged, as <see cref="SpilledToken.At"/>.</summary>
    public DateTimeOffset? At { get; init; }

    public static KnownToken Of(VaultedToken row) => new(row.RefreshToken, row.Version, 0, row.State);

    public static KnownToken Of(SpilledToken spilled, AuthorizerState state) =>
        new(spilled.RefreshToken, spilled.SeenVersion, spilled.Step, state) { Lineage = spilled.Lineage, At = spilled.At };

    public override string ToString() => "***";
}
