using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.CallbackIps;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The proxies before the gateway whose word is taken for who the client is.</summary>
/// <param name="Networks">Their addresses and ranges.</param>
internal sealed record KnownProxies(IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Returns those of the options.</summary>
    public static KnownProxies Of(GatewayOptions options) => new([.. options.KnownProxies.Select(Parse)]);

    private static IPNetwork Parse(string proxy)
        => AddressRange.TryParse(proxy, out var range)
            ? range
            : throw new InvalidOperationException("Known proxies are validated before they are put in force.");
}
