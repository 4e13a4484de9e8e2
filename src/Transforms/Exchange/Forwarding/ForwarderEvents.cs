using System.Diagnostics.Tracing;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>
/// Tells whether somebody listens to the events and counters of YARP's forwarder. Only that forwarder itself can write them.
/// </summary>
internal sealed class ForwarderEvents
{
    /// <summary>The name of YARP's event source.</summary>
    public const string Name = "Yarp.ReverseProxy";

    private EventSource? _source;

    /// <summary>Gets a value indicating whether somebody listens.</summary>
    public bool AreWatched => (_source ??= Find())?.IsEnabled() ?? false;

    private static EventSource? Find() => EventSource.GetSources().FirstOrDefault(source => source.Name == Name);
}
