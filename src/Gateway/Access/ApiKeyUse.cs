namespace WxYarpGateway.Gateway.Access;

/// <summary>When a key was last shown to this process.</summary>
internal sealed class ApiKeyUse(TimeProvider clock)
{
    private long _ticks;

    /// <summary>Gets when it was; <see langword="null"/> when it was not since the start.</summary>
    public DateTimeOffset? LastAt => Volatile.Read(ref _ticks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Says that it was shown now.</summary>
    public void Note() => Volatile.Write(ref _ticks, clock.GetUtcNow().UtcTicks);
}
