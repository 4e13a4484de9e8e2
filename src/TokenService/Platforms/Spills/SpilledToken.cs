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

    // WeChat's clock and the gateway's differ, and the event of the very code may come after it. Nobody's disk is back that soon.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(2);

    /// <summary>
    /// Gets when the code was exchanged that the token comes from, by this gateway's clock; <see langword="null"/> when it is no such
    /// token, or when nothing can be newer.
    /// </summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Returns the token that followed a known one.</summary>
    public static SpilledToken After(AuthorizerKey key, KnownToken known, string refreshToken)
    {
        var lineage = DigestOf(known.RefreshToken) + known.Lineage;
        return new(key, refreshToken, known.Version, known.Step + 1, lineage[..Math.Min(lineage.Length, LongestLineage)])
        {
            At = known.At,
        };
    }

    public bool IsNewerThan(SpilledToken other) =>
        (SeenVersion ?? long.MaxValue, Step).CompareTo((other.SeenVersion ?? long.MaxValue, other.Step)) > 0;

    /// <summary>
    /// Returns whether the account authorized the platform again, or left it, long after the code that the token comes from. A file may
    /// have lain on the disk of a machine that was away.
    /// </summary>
    public bool IsOutrunBy(VaultedToken row) => At is { } at && row.EventTime > at + Skew;

    /// <summary>Returns whether it is newer than a row of the vault.</summary>
    public bool Replaces(VaultedToken row) => SeenVersion is not { } seen
        ? !IsOutrunBy(row)
        : row.Version <= seen
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

            if (At is { } at)
            {
                json.WriteNumber("at"u8, at.ToUnixTimeMilliseconds());
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
                {
                    At = TimeOf(fields.Number("at")),
                }
                : null;
    }

    public override string ToString() => $"*** ({Key})";

    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is >= 0 and < 253402300800000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value) : null;

    private static string DigestOf(string token) => token.Length == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)), 0, DigestBytes);
}
