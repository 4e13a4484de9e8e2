namespace WxYarpGateway.Simulator.Addresses;

/// <summary>Holds the addresses that WeChat says its servers have: single ones and ranges, such as <c>101.226.103.0/25</c>.</summary>
public sealed class ServerAddresses
{
    /// <summary>Gets or sets where pushes come from, for <c>/cgi-bin/getcallbackip</c>.</summary>
    /// <value>The default is this machine, where the simulator's pushes come from, and a range.</value>
    public IReadOnlyList<string> CallbackServers { get; set; } = ["127.0.0.1", "101.226.103.0/25"];

    /// <summary>Gets or sets where the API answers, for <c>/cgi-bin/get_api_domain_ip</c>.</summary>
    /// <value>The default is this machine and a range.</value>
    public IReadOnlyList<string> ApiServers { get; set; } = ["127.0.0.1", "101.226.212.0/27"];
}
