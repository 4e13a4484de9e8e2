using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>A platform's pre-authorization codes; each can be used once. The platform's state locks it.</summary>
internal sealed class PreAuthCodes
{
    // Real codes have "preauthcode@@@" and some 64 characters.
    private const string Head = "preauthcode@@@";
    private const int CodeBytes = 48;

    private readonly Dictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    public (string Code, int ExpiresIn) Issue(TimeSpan lifetime, DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out var oldest, out var expiry) && expiry <= now)
        {
            _byExpiry.Dequeue();
            _expiries.Remove(oldest);
        }

        var code = $"{Head}{RandomIds.Base64UrlOf(CodeBytes)}";
        _expiries[code] = now + lifetime;
        _byExpiry.Enqueue(code, now + lifetime);
        return (code, (int)lifetime.TotalSeconds);
    }

    public bool IsValid(string code, DateTimeOffset now) => _expiries.TryGetValue(code, out var expiry) && now < expiry;

    public bool Take(string code, DateTimeOffset now) => IsValid(code, now) && _expiries.Remove(code);
}
