using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Compiles the configuration into services, routes and clusters, or lists all its errors. It has no side effects.</summary>
internal sealed class ConfigurationCompiler(
    ConfigurationSources sources,
    IConfigValidator validator,
    Lazy<ITransformBuilder> transforms,
    IEnumerable<IValidateOptions<WeChatApiOptions>> apiValidators,
    IEnumerable<IValidateOptions<StoreOptions>> storeValidators,
    IEnumerable<IConfigurationRule> hostRules,
    IEnumerable<IServiceRouteSource> hostRoutes,
    IEnumerable<IServiceKindCompiler> kinds,
    IEnumerable<IServicePartCompiler> parts,
    IEnumerable<IServiceSource> otherSources)
{
    /// <summary>The keys of the section that the library itself reads.</summary>
    internal static readonly string[] OwnKeys = [NamedBackends.Key, "PublicUrl", "Services", "Store", "WeChat"];

    private static readonly ServiceOptionsValidator[] ServiceValidators = [new()];

    /// <summary>Compiles the current configuration.</summary>
    /// <param name="inForce">The configuration in force, if there is one.</param>
    public async ValueTask<CompilationResult> CompileAsync(CompiledConfiguration? inForce)
    {
        var report = new ConfigurationReport(new Provenance(sources.Providers()));
        var all = sources.Read();
        var files = SourceFiles.Check(sources, inForce, report);
        if (report.HasErrors)
        {
            // Further errors would only be consequences of the unreadable file.
            return new CompilationResult(null, report.Errors, report.Warnings);
        }

        var section = sources.Path.Length == 0 ? all : all.GetSection(sources.Path);
        CheckSection(section, report);
        var store = report.Read<StoreOptions>(section.GetSection("Store"), storeValidators);
        var storeInUse = inForce?.StoreInUse ?? store;
        if (!StoreSettings.AreEqual(store, storeInUse))
        {
            report.Warn(section.GetSection("Store").Path, "has changed, and the store is chosen at start: the old one stays in use",
                "Restart the gateway to use the new one");
        }

        var (services, ofKinds) = ReadServices(section.GetSection("Services"), report);
        var weChatApi = report.Read<WeChatApiOptions>(section.GetSection("WeChat"), apiValidators);
        var publicUrl = PublicUrl.Read(section, services, report);
        var backends = NamedBackends.Read(section, report);
        var compiledKinds = CompileKinds(section, ofKinds, services, backends, publicUrl, report);
        var reverseProxy = sources.ReverseProxyPath is { Length: > 0 } path ? all.GetSection(path) : sources.ReverseProxyPath is null ? null
            : all;

        // At start YARP builds the transforms itself, and services that a host's transforms need may not exist yet.
        var yarp = new YarpRules(validator, inForce is null ? null : transforms.Value, report);
        var (routes, clusters) = await new ProxyCompiler(yarp, [.. hostRoutes], [.. parts], name => otherSources.Any(
            source => source.TryGetCallback(name, out _)), report).CompileAsync(
                new ServedByKind(services, compiledKinds, backends), section, weChatApi, reverseProxy);
        if (report.HasErrors)
        {
            return new CompilationResult(null, report.Errors, report.Warnings);
        }

        var fingerprint = Fingerprint.Of(all, sources.Path);
        var compiled = new CompiledConfiguration
        {
            Revision = fingerprint.Revision,
            Digest = fingerprint.Digest,
            Settings = services,
            Services = [.. services.Select(service => new WeChatService(service.Name, service.Options, publicUrl))],
            Kinds = compiledKinds,
            Routes = routes,
            Clusters = clusters,
            WeChatApi = weChatApi,
            Section = section,
            All = all,
            Store = store,
            StoreInUse = storeInUse,
            Files = files,
            Warnings = report.Warnings,
        };
        return new CompilationResult(compiled, [], report.Warnings);
    }

    private (List<ServiceSettings> Services, List<(IServiceKindCompiler Kind, IConfigurationSection Section)> OfKinds) ReadServices(
        IConfigurationSection section, ConfigurationReport report)
    {
        var services = new List<ServiceSettings>();
        var ofKinds = new List<(IServiceKindCompiler, IConfigurationSection)>();
        var all = section.GetChildren().ToList();
        foreach (var child in all)
        {
            var name = child[nameof(ServiceOptions.Kind)];
            var kind = kinds.FirstOrDefault(kind => string.Equals(kind.Kind.ToString(), name, StringComparison.OrdinalIgnoreCase));
            if (!ServiceNameRule.Check(child, kind, report))
            {
                continue;
            }

            if (kind is not null)
            {
                ofKinds.Add((kind, child));
                continue;
            }

            var service = new ServiceSettings(child.Key, child, report.Read<ServiceOptions>(child, ServiceValidators));
            ServiceRules.Check(service, report);
            services.Add(service);
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            report.Error(
                section.Path, "must be an object; it is a single value", "Write { \"shop\": { … } } with an entry for each service");
        }
        else if (all.Count == 0)
        {
            report.Warn(section.Path, "has no service, so no push is served", "Configure one");
        }

        return (services, ofKinds);
    }

    private List<CompiledKind> CompileKinds(
        IConfigurationSection section,
        List<(IServiceKindCompiler Kind, IConfigurationSection Section)> ofKinds,
        List<ServiceSettings> services,
        IReadOnlyDictionary<string, IConfigurationSection> backends,
        Uri? publicUrl,
        ConfigurationReport report)
    {
        var others = services.ToDictionary(service => service.Name, service => service.Options, StringComparer.OrdinalIgnoreCase);
        var names = backends.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. kinds.Select(kind => kind.Compile(new KindSections(
                [.. ofKinds.Where(service => service.Kind == kind).Select(service => service.Section)], others, names, publicUrl, report))),
            .. parts.Select(part => part.Compile(section, new KindSections(
                [.. services.Select(service => service.Section), .. ofKinds.Select(service => service.Section)],
                others,
                names,
                publicUrl,
                report))),
        ];
    }

    private void CheckSection(IConfigurationSection section, ConfigurationReport report)
    {
        // When the section is the host's whole configuration, it has keys that are not ours.
        if (section.Path.Length > 0)
        {
            if (!string.IsNullOrEmpty(section.Value))
            {
                report.Error(section.Path, "must be an object; it is a single value", "Write { … } with the settings in it");
            }

            string[] known = [.. OwnKeys, .. hostRules.SelectMany(rule => rule.Keys), .. parts.SelectMany(part => part.Keys)];
            foreach (var setting in section.GetChildren())
            {
                report.WarnUnlessKnown(setting, known);
            }
        }

        foreach (var rule in hostRules)
        {
            rule.Check(section, report);
        }
    }
}
