using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>The gateway's own options in the configuration in force: an invalid edit changes neither them nor the services.</summary>
internal sealed class GatewaySettings(WeChatConfiguration configuration, GatewayBinder binder)
{
    private volatile InForce? _last;

    /// <summary>Gets the options.</summary>
    public GatewayOptions Options
    {
        get
        {
            var section = configuration.Section;
            if (_last is { } last && ReferenceEquals(last.Section, section))
            {
                return last.Options;
            }

            var options = binder.BoundOf(section);
            _last = new InForce(section, options);
            return options;
        }
    }

    private sealed record InForce(IConfigurationSection Section, GatewayOptions Options);
}
