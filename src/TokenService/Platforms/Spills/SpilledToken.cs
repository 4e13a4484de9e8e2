using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>A refresh token that the vault did not take.</summary>
/// <param name="Key">The authorizer.</param>
/// <param name="RefreshToken">The token.</param>
/// <param name="SeenVersion">
/// The version of the vault's row that it replaces; null when nobody could read one, and the token comes from an authorization code, so
/// that it is newer than whatever is there.
/// </param>
/// <param name="Step">The number of changes since that version, so that of two tokens the newer is known without any clock.</param>
/// <param name="Lineage">
/// The digests of the tokens that it followed without the vault, the last one first: one of those in the vault is older, whatever its
/// version.
/// </param>
internal sealed record SpilledToken(AuthorizerKey Key, string RefreshToken, long? SeenVersion, int Step, string Lineage = "")
{
    private const int DigestBytes = 8;

    // A day of renewals without a database.
    private const int LongestLineage = 16 * DigestBytes * 2;

    /// <summary>Returns the token that followed a known one.</summary>
    public static SpilledToken After(AuthorizerKey key, KnownToken known, string refreshToken)
    {
        var lineage = DigestOf(known.RefreshToken) + known.Lineage;
        return new(key, refreshToken, known.Version, known.Step + 1, lineage[..Math.Min(lineage.Length, LongestLineage)]);
    }

    public bool IsNewerThan(SpilledToken other) =>
        (SeenVersion ?? long.MaxValue, Step).CompareTo((other.SeenVersion ?? long.MaxValue, other.Step)) > 0;

    /// <summary>Returns whether it is newer than a row of the vault.</summary>
    public bool Replaces(VaultedToken row) => SeenVersion is not { } seen
        || row.Version <= seen
        || (row.RefreshToken.Length > 0 && Lineage.Contains(DigestOf(row.RefreshToken), StringComparison.Ordinal));

    public byte[] Write()
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("component"u8, Key.Component.Value);
            json.WriteString("appid"u8, Key.AppId.Value);
            json.WriteString("token"u8, RefreshToken);
            if (SeenVersion is { } version)
            {
                json.WriteNumber("version"u8, version);
            }

            json.WriteNumber("step"u8, Step);
            json.WriteString("lineage"u8, Lineage);
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }

    public static SpilledToken? Read(ReadOnlyMemory<byte> value)
    {
        using var fields = JsonFields.Parse(value);
        return fields is not null
            && AppId.TryParse(fields.Text("component"), out var component)
            && AppId.TryParse(fields.Text("appid"), out var appId)
            && fields.Text("token") is { Length: > 0 } token
            && fields.Number("step") is >= 0 and <= int.MaxValue and var step
                ? new SpilledToken(
                    new AuthorizerKey(component, appId), token, fields.Number("version"), (int)step, fields.Text("lineage") ?? "")
                : null;
    }

    public override string ToString() => $"*** ({Key})";

    private static string DigestOf(string token) => token.Length == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)), 0, DigestBytes);
}
