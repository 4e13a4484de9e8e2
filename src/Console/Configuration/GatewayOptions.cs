namespace WxYarpGateway.Console.Configuration;

/// <summary>One replica of the gateway.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Gets or sets its internal address, such as <c>http://10.0.0.1:7081</c>.</summary>
    /// <value>The default is empty, which is refused.</value>
    public string Url { get; set; } = "";

    /// <summary>Gets or sets the API key of the console there.</summary>
    /// <value>The default is <see langword="null"/>: for a gateway without <c>Gateway:InternalApiKeys</c>.</value>
    public string? Key { get; set; }
}
