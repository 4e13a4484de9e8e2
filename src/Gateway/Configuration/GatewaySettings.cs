using System.Collections.Frozen;
using System.Text;
using WxYarpGateway.Gateway.Server;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>The gateway's own options in the configuration in force: an invalid edit changes neither them nor the services.</summary>
internal sealed class GatewaySettings(WeChatConfigProvider configuration)
{
    private volatile Reading? _reading;

    /// <summary>Gets the options.</summary>
    public GatewayOptions Options => Current.Options;

    /// <summary>Gets the API keys.</summary>
    public ApiKeys ApiKeys => Current.ApiKeys;

    /// <summary>Gets what stands in each file that WeChat looks for, by name.</summary>
    public FrozenDictionary<string, byte[]> VerifyFiles => Current.VerifyFiles;

    private Reading Current
    {
        get
        {
            var compiled = configuration.Current;
            if (_reading is { } reading && reading.Of == compiled)
            {
                return reading;
            }

            var options = GatewayOptions.Read(compiled.Section);
            return _reading = new Reading(compiled, options, new ApiKeys(options.InternalApiKeys.Values), FilesOf(options));
        }
    }

    private static FrozenDictionary<string, byte[]> FilesOf(GatewayOptions options)
        => options.VerifyFiles.ToFrozenDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value ?? ""), StringComparer.OrdinalIgnoreCase);

    private sealed record Reading(CompiledConfiguration Of, GatewayOptions Options, ApiKeys ApiKeys, FrozenDictionary<string, byte[]> VerifyFiles);
}
