namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Where the internal listener serves what. An empty path, or <c>null</c>, removes an endpoint.</summary>
public sealed class EndpointOptions
{
    /// <summary>Gets or sets the path below which WeChat's API is called: <c>{Api}/{service}/{WeChat's path}</c>.</summary>
    /// <value>The default is <c>/wxapi</c>.</value>
    public string? Api { get; set; } = "/wxapi";

    /// <summary>Gets or sets the path below which tokens and tickets are given out: <c>{Tokens}/{service}/access_token</c>.</summary>
    /// <value>The default is <c>/tokens</c>.</value>
    public string? Tokens { get; set; } = "/tokens";

    /// <summary>Reads the options; a key that is there without a value removes the endpoint.</summary>
    internal static EndpointOptions Read(IConfigurationSection section)
    {
        var options = new EndpointOptions();
        foreach (var setting in section.GetChildren())
        {
            // A path is the same with and without a slash at its end.
            var path = string.IsNullOrWhiteSpace(setting.Value) ? null : setting.Value.TrimEnd('/');
            if (setting.Key.Equals(nameof(Api), StringComparison.OrdinalIgnoreCase))
            {
                options.Api = path;
            }
            else if (setting.Key.Equals(nameof(Tokens), StringComparison.OrdinalIgnoreCase))
            {
                options.Tokens = path;
            }
        }

        return options;
    }
}
