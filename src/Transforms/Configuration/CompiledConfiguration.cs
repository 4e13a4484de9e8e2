using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>A valid configuration, ready to be put in force as a whole.</summary>
internal sealed record CompiledConfiguration
{
    /// <summary>Gets the revision that identifies the configuration to operators; see <see cref="ConfigurationState.Revision"/>.</summary>
    public required string Revision { get; init; }

    /// <summary>Gets the hash over everything, secrets included; it is never shown.</summary>
    public required string Digest { get; init; }

    public required IReadOnlyList<ServiceSettings> Settings { get; init; }

    public required IReadOnlyList<WeChatService> Services { get; init; }

    /// <summary>Gets the services of the kinds with options of their own.</summary>
    public required IReadOnlyList<CompiledKind> Kinds { get; init; }

    /// <summary>Gets the number of all services.</summary>
    public int ServiceCount => Services.Count + Kinds.Sum(kind => kind.Services.Count);

    public required IReadOnlyList<RouteConfig> Routes { get; init; }

    public required IReadOnlyList<ClusterConfig> Clusters { get; init; }

    public required WeChatApiOptions WeChatApi { get; init; }

    /// <summary>Gets the whole section, which also has the keys of the host.</summary>
    public required IConfigurationSection Section { get; init; }

    /// <summary>Gets everything that was read, with what supplied it.</summary>
    public required ConfigurationTree All { get; init; }

    public required StoreOptions Store { get; init; }

    /// <summary>Gets the store that was configured first, which a reload cannot change.</summary>
    public required StoreOptions StoreInUse { get; init; }

    /// <summary>Gets the files that supplied a part of the configuration.</summary>
    public required IReadOnlyList<SettingsFile> Files { get; init; }

    public required IReadOnlyList<ConfigurationError> Warnings { get; init; }
}
