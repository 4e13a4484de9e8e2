using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WxYarpGateway.Simulator.ShortUrls;

/// <summary>Keeps long texts under short keys; a key means something to one account only.</summary>
internal sealed class ShortKeyBook(TimeProvider clock)
{
    // PROTOCOL 3.5: 15 characters of base62.
    private const int KeyLength = 15;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly ConcurrentDictionary<(string AppId, string Key), KeptText> _texts = new();

    public string Keep(string appId, string text, TimeSpan lifetime)
    {
        var key = RandomNumberGenerator.GetString(Base62, KeyLength);
        var now = clock.GetUtcNow();
        _texts[(appId, key)] = new KeptText(text, now, now + lifetime);
        return key;
    }

    /// <summary>Returns a text and how many seconds are left to it, or null when there is none.</summary>
    public (KeptText Kept, int SecondsLeft)? Find(string appId, string key) =>
        _texts.TryGetValue((appId, key), out var kept) && clock.GetUtcNow() is var now && now < kept.ExpiresAt
            ? (kept, (int)(kept.ExpiresAt - now).TotalSeconds)
            : null;
}
