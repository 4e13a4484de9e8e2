using System.Security.Cryptography;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Keeps the QR codes of every account by ticket.</summary>
internal sealed class QrCodeBook(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, QrCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string AppId, string Scene), QrCode> _permanent = [];

    /// <summary>Creates a code that expires.</summary>
    public QrCode CreateTemporary(string appId, string scene, TimeSpan lifetime)
    {
        lock (_gate)
        {
            return Remember(appId, scene, clock.GetUtcNow() + lifetime);
        }
    }

    /// <summary>Creates a permanent code, or returns the scene's existing one; null when the account has reached its limit.</summary>
    public QrCode? CreatePermanent(string appId, string scene, int most)
    {
        lock (_gate)
        {
            if (_permanent.TryGetValue((appId, scene), out var code))
            {
                return code;
            }

            return _permanent.Keys.Count(key => key.AppId == appId) < most
                ? _permanent[(appId, scene)] = Remember(appId, scene, DateTimeOffset.MaxValue)
                : null;
        }
    }

    /// <summary>Returns the code of a ticket, or null when it is unknown or expired.</summary>
    public QrCode? Find(string? ticket)
    {
        lock (_gate)
        {
            return ticket is not null && _codes.TryGetValue(ticket, out var code) && clock.GetUtcNow() < code.ExpiresAt ? code : null;
        }
    }

    // Like real tickets: gQ first, then base64 with '+', '/' and '=', which URLs must escape.
    private QrCode Remember(string appId, string scene, DateTimeOffset expiresAt)
    {
        var ticket = $"gQ{Convert.ToBase64String(RandomNumberGenerator.GetBytes(70))[2..]}";
        var path = RandomNumberGenerator.GetHexString(22);
        return _codes[ticket] = new QrCode(appId, scene, ticket, $"http://weixin.qq.com/q/{path}", expiresAt);
    }
}
