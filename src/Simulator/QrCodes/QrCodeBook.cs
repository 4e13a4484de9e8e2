using System.Security.Cryptography;

namespace WxYarpGateway.Simulator.QrCodes;

/// <summary>Knows the QR codes of every account by their tickets.</summary>
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

    /// <summary>Creates a code that stays, or returns the one that the scene has; null when the account has as many as it may.</summary>
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

    // Real tickets begin with gQ and are base64 with '+', '/' and '=', so that they must be escaped in a URL.
    private QrCode Remember(string appId, string scene, DateTimeOffset expiresAt)
    {
        var ticket = $"gQ{Convert.ToBase64String(RandomNumberGenerator.GetBytes(70))[2..]}";
        var path = RandomNumberGenerator.GetHexString(22);
        return _codes[ticket] = new QrCode(appId, scene, ticket, $"http://weixin.qq.com/q/{path}", expiresAt);
    }
}
