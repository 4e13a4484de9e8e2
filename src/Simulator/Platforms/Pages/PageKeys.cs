using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms.Pages;

/// <summary>Remembers which pages were shown, by a key that only their form has.</summary>
internal sealed class PageKeys
{
    private const int KeyLetters = 32;

    private readonly ConcurrentDictionary<string, string> _preAuthCodes = new(StringComparer.Ordinal);

    public string Create(string preAuthCode)
    {
        var key = RandomIds.Base62(KeyLetters);
        _preAuthCodes[key] = preAuthCode;
        return key;
    }

    public bool IsOf(string key, string preAuthCode) => _preAuthCodes.TryGetValue(key, out var shown) && shown == preAuthCode;
}
