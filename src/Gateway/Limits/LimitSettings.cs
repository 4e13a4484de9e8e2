using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Limits;

/// <summary>The limits and known proxies in the configuration in force: an invalid edit changes neither.</summary>
internal sealed class LimitSettings(WeChatConfigProvider configuration)
{
    private volatile Reading? _reading;

    /// <summary>Gets the limits.</summary>
    public LimitOptions Options => Current.Options;

    /// <summary>Gets the proxies that are believed.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies => Current.KnownProxies;

    private Reading Current
    {
        get
        {
            var compiled = configuration.Current;
            if (_reading is { } reading && reading.Of == compiled)
            {
                return reading;
            }

            var options = compiled.Section.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new LimitOptions();
            return _reading = new Reading(compiled, options, [.. GatewayOptions.Read(compiled.Section).KnownProxies.Select(Parse)]);
        }
    }

    private static IPNetwork Parse(string proxy)
        => AddressRange.TryParse(proxy, out var range) ? range : throw new InvalidOperationException("Known proxies are validated before they are put in force.");

    private sealed record Reading(CompiledConfiguration Of, LimitOptions Options, IReadOnlyList<IPNetwork> KnownProxies);
}
