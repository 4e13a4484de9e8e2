using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services.Options;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>The configuration that was passed to <c>AddWeChat</c>: checks it, puts it in force, and tells hosts what is in force.</summary>
/// <remarks>YARP puts it in force by itself when the host maps the reverse proxy, and throws when it is invalid.</remarks>
public sealed class WeChatConfiguration
{
    private readonly WeChatConfigProvider _provider;
    private readonly ConfigurationCompiler _compiler;

    internal WeChatConfiguration(WeChatConfigProvider provider, ConfigurationCompiler compiler)
    {
        _provider = provider;
        _compiler = compiler;
    }

    /// <summary>Gets the section in force, frozen: an invalid edit does not change it. The first call puts it in force.</summary>
    /// <exception cref="InvalidConfigurationException">No configuration is in force yet, and the current one is invalid.</exception>
    public IConfigurationSection Section => _provider.Current.Section;

    /// <summary>Gets all keys in force that have a value, with what supplied them and without secrets.</summary>
    /// <exception cref="InvalidConfigurationException">No configuration is in force yet, and the current one is invalid.</exception>
    public IEnumerable<SettingInForce> Settings => _provider.Current.All.Valued().Select(
        setting => ShownValue.Of(setting.Path, Provenance.NameOf(setting.Provider, setting.Path), setting.Value!) with
        {
            IsOfReplica = ReplicaKeys.IsOwn(setting.Path, _provider.Current.Section.Path),
        });

    /// <summary>Gets the files that supplied a part of the configuration in force.</summary>
    /// <exception cref="InvalidConfigurationException">No configuration is in force yet, and the current one is invalid.</exception>
    public IReadOnlyList<SettingsFile> Files => _provider.Current.Files;

    /// <summary>Gets the configured services in force, in the order of the configuration. The first call puts them in force.</summary>
    /// <exception cref="InvalidConfigurationException">No configuration is in force yet, and the current one is invalid.</exception>
    public IReadOnlyList<ServedService> Services
    {
        get
        {
            var current = _provider.Current;
            var clusters = current.Clusters.ToDictionary(cluster => cluster.ClusterId, StringComparer.OrdinalIgnoreCase);
            return
            [
                .. current.Settings.Zip(current.Services, (settings, service) => new ServedService(
                    service.Name,
                    service.Callback.Encryption,
                    settings.Options.MessagePath,
                    AddressesOf(clusters.GetValueOrDefault(ServiceRoutes.MessageId(service.Name))),
                    settings.Options.OAuthPath,
                    AddressesOf(clusters.GetValueOrDefault(OAuthRoutes.Id(service.Name))))),
                .. current.Kinds.SelectMany(kind => kind.Services).Select(service => new ServedService(
                    service.Name,
                    EncryptionMode.Safe,
                    service.MessagePath,
                    AddressesOf(clusters.GetValueOrDefault(ClusterOf(service.MessageBackend) ?? ServiceRoutes.MessageId(service.Name))),
                    service.OAuthPath,
                    AddressesOf(clusters.GetValueOrDefault(ClusterOf(service.OAuthBackend) ?? OAuthRoutes.Id(service.Name))))
                {
                    IsEchoed = false,
                }),
            ];
        }
    }

    /// <summary>
    /// Puts the configuration in force, unless one is in force already. A host that prints the errors calls it before it maps.
    /// </summary>
    /// <returns>The errors; empty when a configuration is in force.</returns>
    public ValueTask<IReadOnlyList<ConfigurationError>> LoadAsync() => _provider.LoadAsync();

    /// <summary>Checks the configuration as a start would, without putting it in force.</summary>
    public async ValueTask<CheckedConfiguration> CheckAsync()
    {
        var result = await _compiler.CompileAsync(inForce: null);
        return new CheckedConfiguration(
            result.Errors,
            result.Warnings,
            [.. result.Compiled?.Services.Select(service => service.Name) ?? [],
                .. result.Compiled?.Kinds.SelectMany(kind => kind.Services).Select(service => service.Name) ?? []],
            result.Compiled?.Routes ?? [],
            result.Compiled?.Clusters ?? []);
    }

    /// <summary>Returns a change token that fires when the next configuration is put in force.</summary>
    public IChangeToken GetChangeToken() => _provider.GetChangeToken();

    private static string? ClusterOf(string? backend) => backend is null ? null : MessageTarget.ClusterOf(backend);

    private static string[] AddressesOf(ClusterConfig? cluster)
        => [.. cluster?.Destinations?.Values.Select(destination => new Uri(destination.Address).GetLeftPart(UriPartial.Path)) ?? []];
}
