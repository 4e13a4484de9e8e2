namespace WxYarpGateway.Console.Gateways;

/// <summary>Where a gateway is, and the key that opens it.</summary>
/// <param name="Url">Its internal address.</param>
/// <param name="Key">The API key; null when it wants none.</param>
public sealed record GatewayAddress(Uri Url, string? Key)
{
    /// <summary>Gets what people call it: its host and port.</summary>
    public string Name => Url.Authority;

    /// <summary>Returns the address of a call.</summary>
    public Uri Of(GatewayPath path) => new(Url.AbsoluteUri.TrimEnd('/') + path.Text);

    /// <summary>Returns the address without the key.</summary>
    public override string ToString() => Url.AbsoluteUri;
}
