using System.Globalization;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>How long a connection to a backend is used. After that the next one is dialled anew, and its name resolved again.</summary>
public static class ConnectionLifetime
{
    /// <summary>The metadata key by which a YARP cluster chooses its own.</summary>
    public const string Key = "WeChat.ConnectionLifetime";

    /// <summary>The lifetime unless a cluster says otherwise: as long as DNS answers are commonly kept.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(2);

    /// <summary>The shortest lifetime.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The longest lifetime.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Returns the lifetime for a cluster with this metadata.</summary>
    public static TimeSpan Of(IReadOnlyDictionary<string, string>? metadata)
        => metadata?.GetValueOrDefault(Key) is { } text && TryParse(text, out var lifetime) ? lifetime : Default;

    /// <summary>Reads a lifetime; "5" is none, since it is five days to .NET and to nobody else.</summary>
    internal static bool TryParse(string text, out TimeSpan lifetime)
    {
        lifetime = default;
        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out lifetime)
            && lifetime >= Shortest
            && lifetime <= Longest;
    }
}
