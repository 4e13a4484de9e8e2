using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.AuthorizationPages;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Configuration;
using WxYarpGateway.Platform.Forms;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.ReleaseChecks;
using WxYarpGateway.Platform.Releases.Audits;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Pages;
using WxYarpGateway.Transforms.Services;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds third-party platforms to a host that calls <c>AddWeChat</c>.</summary>
public static class PlatformExtensions
{
    /// <summary>
    /// Adds the services of <c>Kind: Platform</c>: their routes, the messages of their authorizers, their authorization events. Call it
    /// after <c>AddWeChat</c>.
    /// </summary>
    /// <remarks>
    /// The host registers an <see cref="IAuthorizerStore"/>, unless it fills <see cref="AuthorizerRegistry"/> by itself.
    /// </remarks>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddPlatforms(this IReverseProxyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(_ => new PlatformCatalog());
        services.TryAddSingleton(_ => new AuthorizerRegistry());
        services.TryAddSingleton(provider => new AuthorizerChanges(provider.GetRequiredService<IStoreNews>()));
        services.TryAddSingleton<UnknownMeetings>();
        services.TryAddSingleton<QueryAnswers>();
        services.AddSingleton<IServiceKindCompiler, PlatformCompiler>();
        services.AddSingleton<IServiceSource, PlatformServices>();
        services.Replace(ServiceDescriptor.Singleton<IPlatformAccounts, PlatformAccounts>());
        services.TryAddSingleton<AuthorizerMetrics>();
        services.AddHostedService<AuthorizerLoader>();
        services.AddAuthorizationPages();

        // In this order: events are for no account, and the release check's messages for no backend.
        builder.AddMessageGate<EventGate>();
        builder.AddMessageGate<ReleaseCheckGate>();
        builder.AddMessageGate<AuditGate>();
        builder.AddMessageGate<RuleGate>();
        builder.AddMessageRouter<PlatformRouter>();
        builder.AddBackendForm<WxComponentForm>();
        builder.AddBackendForm<MpapiForm>();
        return builder;
    }

    /// <summary>
    /// Serves the pages on which accounts authorize a platform. Call it after <c>UseWeChat</c> in <c>MapReverseProxy</c>.
    /// </summary>
    /// <param name="proxy">YARP's pipeline.</param>
    public static IReverseProxyApplicationBuilder UsePlatforms(this IReverseProxyApplicationBuilder proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        proxy.UseMiddleware<PageMiddleware>();
        return proxy;
    }

    /// <summary>The authorization pages; the host registers an <see cref="IInvitationKeys"/>.</summary>
    private static void AddAuthorizationPages(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton(
            AuthorizationStart.Limits, (_, _) => new VisitorLimits(AuthorizationStart.PagesAMinute, AuthorizationStart.CodesAMinute));
        services.TryAddSingleton<AuthorizationStart>();
        services.TryAddSingleton<AuthorizationReturn>();
        services.TryAddSingleton(provider => new AuthorizationLinks(
            provider.GetRequiredService<IInvitationKeys>(), provider.GetRequiredService<TimeProvider>()));
    }
}
