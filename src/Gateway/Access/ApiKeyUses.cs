using System.Collections.Concurrent;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// When each key was last shown to this process. A reload makes the keys anew and keeps this; a key whose digest is another begins anew.
/// </summary>
internal sealed class ApiKeyUses(TimeProvider clock)
{
    // More than anybody configures: a file that is rewritten all the time with new keys fills no memory.
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, ApiKeyUse> _uses = new(StringComparer.Ordinal);

    /// <summary>Returns the use of a key.</summary>
    public ApiKeyUse Of(byte[] digest)
    {
        if (_uses.Count >= Most)
        {
            _uses.Clear();
        }

        return _uses.GetOrAdd(Convert.ToHexString(digest), static (_, clock) => new ApiKeyUse(clock), clock);
    }
}
