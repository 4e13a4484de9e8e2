using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Links;

/// <summary>Keeps long texts under short keys, for each account apart.</summary>
internal sealed class ShortKeyBook(TimeProvider clock)
{
    // PROTOCOL 3.5: 15 characters of base62.
    private const int KeyLength = 15;

    private readonly ConcurrentDictionary<(string AppId, string Key), KeptText> _texts = new();

    public string Keep(string appId, string text, TimeSpan lifetime)
    {
        var key = RandomIds.Base62(KeyLength);
        var now = clock.GetUtcNow();
        _texts[(appId, key)] = new KeptText(text, now, now + lifetime);
        return key;
    }

    /// <summary>Returns a text and its remaining seconds, or null when the key is unknown or expired.</summary>
    public (KeptText Kept, int SecondsLeft)? Find(string appId, string key) =>
        _texts.TryGetValue((appId, key), out var kept) && clock.GetUtcNow() is var now && now < kept.ExpiresAt
            ? (kept, (int)(kept.ExpiresAt - now).TotalSeconds)
            : null;
}
