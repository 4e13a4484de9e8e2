namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// On which listeners an endpoint is served; an endpoint has it as metadata. One without it is served on the public listener alone.
/// </summary>
internal sealed class ServedOn
{
    private readonly ListenerKind[] _on;

    private ServedOn(params ListenerKind[] on) => _on = on;

    /// <summary>Gets the metadata of an endpoint for WeChat and browsers.</summary>
    public static ServedOn Public { get; } = new(ListenerKind.Public);

    /// <summary>Gets the metadata of an endpoint for backends and probes.</summary>
    public static ServedOn Internal { get; } = new(ListenerKind.Internal);

    /// <summary>Gets the metadata of an endpoint that is served on both.</summary>
    public static ServedOn Both { get; } = new(ListenerKind.Public, ListenerKind.Internal);

    /// <summary>Gets the metadata of an endpoint for WeChat's cloud hosting.</summary>
    public static ServedOn CloudRun { get; } = new(ListenerKind.CloudRun);

    /// <summary>Returns where an endpoint is served.</summary>
    public static ServedOn Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<ServedOn>() ?? Public;

    /// <summary>Returns whether the endpoint is served on a listener.</summary>
    public bool Includes(ListenerKind listener) => _on.Contains(listener);
}
