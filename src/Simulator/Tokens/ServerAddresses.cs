namespace WxYarpGateway.Simulator.Tokens;

/// <summary>The addresses that WeChat's address APIs list: single ones, and ranges such as <c>101.226.103.0/25</c>.</summary>
public sealed class ServerAddresses
{
    /// <summary>Gets or sets the callback IPs, for <c>/cgi-bin/getcallbackip</c>.</summary>
    /// <value>The default is this machine, from which the simulator pushes, and a range.</value>
    public IReadOnlyList<string> CallbackServers { get; set; } = ["127.0.0.1", "101.226.103.0/25"];

    /// <summary>Gets or sets the API servers, for <c>/cgi-bin/get_api_domain_ip</c>.</summary>
    /// <value>The default is this machine and a range.</value>
    public IReadOnlyList<string> ApiServers { get; set; } = ["127.0.0.1", "101.226.212.0/27"];
}
