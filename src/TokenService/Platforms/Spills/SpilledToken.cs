using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>A refresh token that the vault did not take.</summary>
/// <param name="Key">The authorizer.</param>
/// <param name="RefreshToken">The token.</param>
/// <param name="SeenVersion">
/// The version of the vault's row that it replaces; null when nobody could read one, and the token comes from an authorization code, so
/// that it is newer than whatever is there.
/// </param>
/// <param name="Step">The number of changes since that version, so that of two tokens the newer is known without any clock.</param>
internal sealed record SpilledToken(AuthorizerKey Key, string RefreshToken, long? SeenVersion, int Step)
{
    public bool IsNewerThan(SpilledToken other) =>
        (SeenVersion ?? long.MaxValue, Step).CompareTo((other.SeenVersion ?? long.MaxValue, other.Step)) > 0;

    /// <summary>Returns whether it is newer than a row of the vault.</summary>
    public bool Replaces(long version) => SeenVersion is not { } seen || version <= seen;

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
                ? new SpilledToken(new AuthorizerKey(component, appId), token, fields.Number("version"), (int)step)
                : null;
    }

    public override string ToString() => $"*** ({Key})";
}
