namespace WxYarpGateway.Gateway.Logging;

/// <summary>
/// Keeps the host's own account of a failed start out of the log: a page of stack traces, where the gateway writes one sentence.
/// </summary>
internal sealed class StartSilence
{
    /// <summary>The category in which the host writes.</summary>
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _isOver;

    /// <summary>Gets a value indicating whether the gateway has started, so that the host has its say.</summary>
    public bool IsOver => _isOver;

    /// <summary>Ends the silence.</summary>
    public void End() => _isOver = true;
}
