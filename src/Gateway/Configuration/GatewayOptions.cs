namespace WxYarpGateway.Gateway.Configuration;

/// <summary>What the gateway's own process needs to know; it stands beside the services in the section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The name of the section.</summary>
    internal const string Section = "Gateway";

    /// <summary>Gets or sets the addresses to listen on, separated by semicolons. A change takes effect at the next start.</summary>
    /// <value>The default is <c>http://0.0.0.0:7080</c>.</value>
    public string Urls { get; set; } = "http://0.0.0.0:7080";

    /// <summary>Reads the options; an empty value is none.</summary>
    internal static GatewayOptions Read(IConfiguration section)
    {
        var options = new GatewayOptions();
        options.Urls = string.IsNullOrWhiteSpace(section[nameof(Urls)]) ? options.Urls : section[nameof(Urls)]!;
        return options;
    }

    /// <summary>Returns the addresses one by one.</summary>
    internal IReadOnlyList<string> EachUrl() => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
