namespace WxYarpGateway.Chaos.Backends;

/// <summary>How a backend treats what it gets.</summary>
internal enum Mood
{
    Well,
    Slow,
    Hanging,
    Failing,
    Unavailable,
    Lying,
    Breaking,
}
