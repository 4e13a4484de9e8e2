using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Transforms.Services;

/// <summary>Stands for a user in traces: all replicas write the same for one, and nobody finds out who it is, not even with a list of all openids.</summary>
/// <remarks>The key comes from the service's secrets, which only the replicas have. See docs/adr/0009-traces.md.</remarks>
internal sealed class UserHash
{
    private const string Purpose = "WxYarpGateway wechat.user v1";
    private const int HashBytes = 8;

    private readonly byte[] _key;

    public UserHash(ServiceOptions options)
    {
        // All secrets together: a short Token alone could be guessed, and any of the others may be missing.
        var secrets = new[] { options.AppId, options.AppSecret, options.Token, options.EncodingAesKey };
        _key = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(string.Concat(secrets.Select(secret => $"{secret.Length}:{secret}"))),
            Encoding.UTF8.GetBytes(Purpose));
    }

    /// <summary>Returns what stands for a user.</summary>
    public string Of(string openId) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(openId)), 0, HashBytes);

    /// <inheritdoc/>
    public override string ToString() => "***";
}
