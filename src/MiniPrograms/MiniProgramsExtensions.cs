using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Configuration;
using WxYarpGateway.MiniPrograms.ContentChecks;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Logins;
using WxYarpGateway.MiniPrograms.Messages;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Notices.Subscriptions;
using WxYarpGateway.MiniPrograms.Profiles;
using WxYarpGateway.MiniPrograms.ProgramCodes;
using WxYarpGateway.MiniPrograms.Proxy;
using WxYarpGateway.MiniPrograms.Replies;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Exchange;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the login proxy of mini programs to a host that calls <c>AddWeChat</c>.</summary>
public static class MiniProgramsExtensions
{
    /// <summary>
    /// Adds the login proxy of the services with a <c>Login</c>. Call it after <c>AddWeChat</c>.
    /// </summary>
    /// <remarks>
    /// The host registers an <see cref="IUserStore"/>, an <see cref="ISessionStore"/>, an <see cref="INoticeStore"/> and an
    /// <see cref="ISubscriptionStore"/>, and an <see cref="ILoginAuthorizers"/> if it serves platforms.
    /// </remarks>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddMiniPrograms(this IReverseProxyBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(provider => new LoginCatalog(provider.GetService<ILoginAuthorizers>()));
        services.AddSingleton<IServicePartCompiler, LoginCompiler>();
        services.AddSessions();
        services.AddLogins();
        services.AddNotices();
        services.AddProgramCodes();
        services.AddReplies();
        builder.AddTransforms<AppTransforms>();
        builder.AddMessageGate<WithdrawalGate>();
        builder.AddMessageGate<SubscriptionGate>();
        services.TryAddSingleton(provider => new MessageApis(provider.GetRequiredService<LoginCatalog>()));
        builder.AddMessageRouter<MessageApiRouter>();
        builder.AddMessageTransform<AuthorTransform>();
        return builder;
    }

    /// <summary>
    /// Answers the login paths, and names the user to backends. Call it after <c>UseWeChat</c> in <c>MapReverseProxy</c>.
    /// </summary>
    /// <param name="proxy">YARP's pipeline.</param>
    public static IReverseProxyApplicationBuilder UseMiniPrograms(this IReverseProxyApplicationBuilder proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        proxy.UseMiddleware<EndpointMiddleware>();
        proxy.UseExchange<AppMiddleware>(WeChatRoute.Login);
        return proxy;
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.TryAddSingleton<SessionCache>();
        services.TryAddSingleton<SessionNews>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionNews>());
        services.TryAddSingleton<UserSessions>();
        services.TryAddSingleton<SessionGate>();
    }

    private static void AddLogins(this IServiceCollection services)
    {
        services.TryAddSingleton<CallLimits>();
        services.TryAddSingleton<LoginMetrics>();
        services.AddSingleton<ILoginEndpoint, LoginEndpoint>();
        services.AddSingleton<ILoginEndpoint, LogoutEndpoint>();
        services.TryAddSingleton<TextCheck>();
        services.AddSingleton<ILoginFilter, ContentFilter>();
        services.AddSingleton<ILoginEndpoint, CredentialsEndpoint>();
        services.AddSingleton<ILoginEndpoint, MobileEndpoint>();
        services.TryAddSingleton(provider => new LoginPeople(
            provider.GetRequiredService<LoginCatalog>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<ISessionStore>(),
            provider.GetRequiredService<UserSessions>(),
            provider.GetRequiredService<WeChatApiClient>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton<NoticeMetrics>();
        services.TryAddSingleton<NoticeSender>();
        services.AddSingleton<ILoginEndpoint, NotifyEndpoint>();
        services.AddHostedService<NoticeWorker>();
    }

    private static void AddProgramCodes(this IServiceCollection services)
    {
        services.TryAddSingleton<CodeCache>();
        services.AddSingleton<ILoginEndpoint, CodeEndpoint>();
    }

    private static void AddReplies(this IServiceCollection services)
    {
        services.TryAddSingleton<PictureNetwork>();
        services.TryAddSingleton<ReplyPictures>();
        services.TryAddSingleton<MediaUploads>();
        services.AddSingleton<ILoginEndpoint, ReplyEndpoint>();
    }
}
