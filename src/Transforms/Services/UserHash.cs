using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Services;

/// <summary>Replaces openids in traces by a keyed hash, the same on all replicas.</summary>
/// <remarks>
/// The key comes from the service's secrets, which only the replicas have.
/// So a list of all openids does not reveal the user. See docs/adr/0009-traces.md.
/// </remarks>
internal sealed class UserHash
{
    private const string Purpose = "WxYarpGateway wechat.user v1";
    private const int HashBytes = 8;
    private const int Usual = 128;

    private readonly byte[] _key;

    public UserHash(ServiceOptions options)
    {
        // The key uses all secrets: a short Token alone could be guessed, and AppSecret or EncodingAesKey may be empty.
        var secrets = new[] { options.AppId, options.AppSecret, options.Token, options.EncodingAesKey };
        _key = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(string.Concat(secrets.Select(secret => $"{secret.Length}:{secret}"))),
            Encoding.UTF8.GetBytes(Purpose));
    }

    /// <summary>Returns the hash of an openid, 16 hex digits.</summary>
    public string Of(string openId)
    {
        var most = Encoding.UTF8.GetMaxByteCount(openId.Length);
        var text = most <= Usual ? stackalloc byte[Usual] : new byte[most];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..Encoding.UTF8.GetBytes(openId, text)], hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }

    /// <inheritdoc/>
    public override string ToString() => "***";
}
