using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration.Kinds;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>Compiles the services of <see cref="ServiceKind.Platform"/>: their options, routes and clusters.</summary>
internal sealed class PlatformCompiler(PlatformCatalog catalog, AuthorizerRegistry authorizers, UnknownMeetings unknown)
    : IServiceKindCompiler
{
    private static readonly PlatformOptionsValidator[] Validators = [new()];

    /// <inheritdoc/>
    public ServiceKind Kind => ServiceKind.Platform;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> SettingNames { get; } =
        [.. typeof(PlatformOptions).GetProperties().Select(property => property.Name)];

    /// <inheritdoc/>
    public CompiledKind Compile(KindSections sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        var read = sections.Services
            .Select(section => new PlatformSettings(section, sections.Report.Read<PlatformOptions>(section, Validators)))
            .ToList();
        foreach (var platform in read)
        {
            PlatformRules.Check(platform, sections);
            AuthorizationRules.Check(platform, sections.Report);
            CloudRunRules.Check(platform, sections.Report);
        }

        PlatformRules.CheckTogether(read, sections.Report);
        PlatformRules.CheckCompat(read, sections.Report);
        CloudRunRules.CheckTogether(read, sections.Report);
        var platforms = read.Select(platform => Make(platform, sections)).OfType<WeChatPlatform>().ToList();
        return new CompiledKind
        {
            Services = [.. read.Select(platform
                => new KindService(platform.Name, platform.Options.MessagePath, platform.Options.OAuthPath)
                {
                    MessageBackend = KindSections.BackendNameOf(platform.Options.MessageBackend),
                    OAuthBackend = KindSections.BackendNameOf(platform.Options.OAuthBackend),
                })],
            Routes = [.. read.SelectMany(PlatformRoutes.Of)],
            Clusters = [.. read.SelectMany(PlatformRoutes.ClustersOf)],
            Callbacks = [.. read.SelectMany(platform => new[] { platform.Name, WeChatPlatform.EventsOf(platform.Name) })],
            Apply = () => catalog.Replace(platforms),
        };
    }

    /// <summary>
    /// Makes the platform; <see langword="null"/> when its AppId, AppSecret or a network is refused, which is reported then.
    /// </summary>
    private WeChatPlatform? Make(PlatformSettings settings, KindSections sections)
    {
        var entries = AuthorizerEntries.Read(settings, sections);
        return AppId.TryParse(settings.Options.AppId, out var appId) && AppSecret.TryParse(settings.Options.AppSecret, out _)
            && settings.Options.CloudRun.Networks.All(network => AddressRange.TryParse(network, out _))
            ? new WeChatPlatform(
                settings.Name,
                settings.Options,
                entries,
                sections.Backends,
                sections.PublicUrl,
                platform => new AuthorizerRecipients(platform, authorizers.BookOf(appId), unknown))
            : null;
    }
}
