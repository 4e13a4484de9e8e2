using Microsoft.Extensions.Configuration;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline.Routing;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.MiniPrograms.Configuration;

/// <summary>Compiles the logins of mini programs: those of services, and those of accounts in the care of platforms.</summary>
internal sealed class LoginCompiler(LoginCatalog catalog) : IServicePartCompiler
{
    private const string Required = "required";
    private const string Optional = "optional";

    private static readonly LoginOptionsValidator[] Validators = [new()];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Keys { get; } = [LoginPaths.Key];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Exchanges { get; } = [WeChatRoute.Login];

    /// <inheritdoc/>
    public CompiledKind Compile(IConfigurationSection section, KindSections sections)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(sections);
        var paths = LoginPaths.Read(section, sections.Report);
        var clusters = new List<KindCluster>();
        var apps = ReadServices(sections, clusters);
        var platforms = PlatformLogins.Read(sections, (login, defaults, service) => Read(login, defaults, service, sections, clusters));
        if (apps.Count == 0 && platforms.Count == 0)
        {
            // Without a login there are no paths, so that hand-written routes may have them.
            return new CompiledKind { Apply = () => catalog.Replace([], platforms) };
        }

        return new CompiledKind
        {
            Routes = [.. LoginRoutes.Of(section.GetSection(LoginPaths.Key).Path, paths, apps)],
            Clusters = [LoginRoutes.Cluster, .. clusters],
            Apply = () => catalog.Replace(apps, platforms),
        };
    }

    /// <inheritdoc/>
    public void CheckRoute(RouteConfig route, string path, ConfigurationReport report)
    {
        ArgumentNullException.ThrowIfNull(route);
        ArgumentNullException.ThrowIfNull(report);
        if (route.Metadata?.GetValueOrDefault(WeChatRoute.LoginNeed) is { } need
            && !need.Equals(Required, StringComparison.OrdinalIgnoreCase)
            && !need.Equals(Optional, StringComparison.OrdinalIgnoreCase))
        {
            report.Error(
                $"{path}:{WeChatRoute.LoginNeed}", $"must be {Required} or {Optional}; it is {need}",
                $"Set it to {Required}, or to {Optional} for requests with and without a login");
        }
    }

    private static List<LoginApp> ReadServices(KindSections sections, List<KindCluster> clusters)
    {
        var apps = new Dictionary<string, LoginApp>(StringComparer.Ordinal);

        // The configuration does not tell an empty object from a null.
        foreach (var (service, options) in sections.Others.Where(other => other.Value.Login?.GetChildren().Any() == true))
        {
            var login = options.Login!;
            LoginRules.CheckService(login, options, sections.Report);
            LoginRules.WarnOfBothBackends(login, options, sections.Report);
            var read = Read(login, new LoginOptions(), service, sections, clusters);
            if (!AppId.TryParse(options.AppId, out var appId) || !AppSecret.TryParse(options.AppSecret, out var secret))
            {
                // Reported already.
                continue;
            }

            var account = new Account(service, options.Kind, appId, secret, options.TokenEndpoint) { Language = options.UserInfo.Language };
            if (!apps.TryAdd(appId.Value, new LoginApp(service, account, read.Options, read.ClusterId)
            {
                ContentChecks = read.ContentChecks,
                MessageApi = read.MessageApi,
            }))
            {
                sections.Report.Error(
                    login.Path,
                    $"is set, and service {apps[appId.Value].Service} has the same AppId and a Login too",
                    "Remove one of the two: a phone names the AppId only");
            }
        }

        return [.. apps.Values];
    }

    private static ConfiguredLogin Read(
        IConfigurationSection login, LoginOptions defaults, string service, KindSections sections, List<KindCluster> clusters)
    {
        var options = sections.Report.Read(login, defaults, Validators);
        LoginRules.Check(login, options, sections);
        return new ConfiguredLogin(options, ClusterOf(options, defaults, service, clusters))
        {
            ContentChecks = LoginRules.ReadContentChecks(options.ContentCheck, sections.Report),
            MessageApi = MessageApiOf(options, defaults, service, clusters),
        };
    }

    private static string? ClusterOf(LoginOptions options, LoginOptions defaults, string service, List<KindCluster> clusters)
    {
        if (!KindSections.HasBackend(options.Backend))
        {
            return null;
        }

        if (KindSections.BackendNameOf(options.Backend) is { } name)
        {
            return MessageTarget.ClusterOf(name);
        }

        // What an entry inherits has its cluster already.
        if (options.Backend == defaults.Backend)
        {
            return WeChatRoute.IdOf(PlatformOf(service), WeChatRoute.Login);
        }

        var cluster = WeChatRoute.IdOf(service, WeChatRoute.Login);
        clusters.Add(new KindCluster(service, cluster, options.Backend));
        return cluster;
    }

    private static MessageTarget? MessageApiOf(
        LoginOptions options, LoginOptions defaults, string service, List<KindCluster> clusters)
    {
        if (!KindSections.HasBackend(options.MessageApi))
        {
            return null;
        }

        if (KindSections.BackendNameOf(options.MessageApi) is { } name)
        {
            return MessageApi.TargetOf(name);
        }

        if (options.MessageApi == defaults.MessageApi)
        {
            return MessageApi.TargetOf(MessageApi.NameOf(PlatformOf(service)));
        }

        var own = MessageApi.NameOf(service);
        clusters.Add(new KindCluster(service, MessageTarget.ClusterOf(own), options.MessageApi));
        return MessageApi.TargetOf(own);
    }

    private static string PlatformOf(string service) => service.Split('/')[0];
}
