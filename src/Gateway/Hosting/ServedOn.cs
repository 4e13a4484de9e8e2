namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// On which listener an endpoint is served; an endpoint has it as metadata. One without it is served on the public listener alone.
/// </summary>
internal sealed class ServedOn
{
    private readonly bool _onPublic;
    private readonly bool _onInternal;

    private ServedOn(bool onPublic, bool onInternal)
    {
        _onPublic = onPublic;
        _onInternal = onInternal;
    }

    /// <summary>Gets the metadata of an endpoint for WeChat and browsers.</summary>
    public static ServedOn Public { get; } = new(onPublic: true, onInternal: false);

    /// <summary>Gets the metadata of an endpoint for backends and probes.</summary>
    public static ServedOn Internal { get; } = new(onPublic: false, onInternal: true);

    /// <summary>Gets the metadata of an endpoint that is served on both.</summary>
    public static ServedOn Both { get; } = new(onPublic: true, onInternal: true);

    /// <summary>Returns where an endpoint is served.</summary>
    public static ServedOn Of(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<ServedOn>() ?? Public;

    /// <summary>Returns whether the endpoint is served on the internal listener, or on the public one.</summary>
    public bool Includes(bool isInternal) => isInternal ? _onInternal : _onPublic;
}
