using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Redelivery.Redis;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.UserInfo;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds WeChat's pushes, and redirects by WeChat's OAuth, to a YARP host.</summary>
public static class TransformsExtensions
{
    /// <summary>Adds the services configured in a section, with their routes and clusters, and the way of a message. The section is hot.</summary>
    /// <param name="builder">The reverse proxy.</param>
    /// <param name="section">The section with <c>Services</c>, <c>Store</c> and <c>WeChat</c>.</param>
    /// <param name="reverseProxy">
    /// The host's plain YARP section with <c>Routes</c> and <c>Clusters</c>, to have it checked and reloaded as one with the services;
    /// leave it out when the host loads it itself.
    /// </param>
    public static IReverseProxyBuilder AddWeChat(this IReverseProxyBuilder builder, IConfiguration section, IConfiguration? reverseProxy = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTokenService();
        builder.Services.AddServices(section, reverseProxy);
        builder.Services.AddMessages();
        builder.Services.AddOAuth();
        return builder;
    }

    /// <summary>Adds a transform of the host's own. Those run in the order in which they were added, last before the backend.</summary>
    /// <typeparam name="TTransform">The transform; a singleton.</typeparam>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddMessageTransform<TTransform>(this IReverseProxyBuilder builder)
        where TTransform : class, IMessageTransform
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IMessageTransform, TTransform>();
        return builder;
    }

    /// <summary>Keeps messages that no backend has taken on this machine's disk too, while the store does not answer or has none of them.</summary>
    /// <param name="builder">The reverse proxy.</param>
    /// <param name="folder">The folder, which is created on demand. Up to 16 processes may share it; another process takes over what a dead one left.</param>
    public static IReverseProxyBuilder AddMessageJournal(this IReverseProxyBuilder builder, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        builder.Services.Replace(ServiceDescriptor.Singleton(new JournalFolder(folder)));
        return builder;
    }

    /// <summary>Takes WeChat's pushes off the routes that are marked for messages, and tells backends on those marked for OAuth who redirects. Call it first in <c>MapReverseProxy</c>, before load balancing.</summary>
    /// <param name="proxy">YARP's pipeline.</param>
    public static IReverseProxyApplicationBuilder UseWeChat(this IReverseProxyApplicationBuilder proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        proxy.UseMiddleware<MessageMiddleware>();
        proxy.UseMiddleware<OAuthMiddleware>();
        proxy.Use(proxy.ApplicationServices.GetRequiredService<BackendPipeline>().Connect);
        return proxy;
    }

    /// <summary>The services, from the configuration that is compiled, put in force, and kept when a changed one has errors.</summary>
    private static void AddServices(this IServiceCollection services, IConfiguration section, IConfiguration? reverseProxy)
    {
        if (services.Any(service => service.ServiceType == typeof(ConfigurationSources)))
        {
            throw new InvalidOperationException("AddWeChat is called twice. Put all services into one section.");
        }

        services.TryAddSingleton<ConfiguredServices>();
        services.TryAddSingleton(provider => new ServiceCatalog(
            provider.GetRequiredService<ConfiguredServices>(), provider.GetServices<IServiceSource>()));
        services.AddSingleton(provider => new ConfigurationSources(section, reverseProxy, provider.GetService<IConfiguration>()));
        services.AddSingleton(provider => new Lazy<ITransformBuilder>(provider.GetRequiredService<ITransformBuilder>));
        services.AddSingleton<ConfigurationCompiler>();
        services.AddSingleton<ConfigurationState>();
        services.AddSingleton<ConfigurationMetrics>();
        services.AddSingleton<WeChatConfigProvider>();
        services.AddSingleton(provider => new WeChatConfiguration(
            provider.GetRequiredService<WeChatConfigProvider>(), provider.GetRequiredService<ConfigurationCompiler>()));
        services.AddSingleton<IProxyConfigProvider>(provider => provider.GetRequiredService<WeChatConfigProvider>());
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<WeChatConfigProvider>());
        services.AddSingleton<WeChatApiSettings>();
        services.AddSingleton<IConfigureOptions<WeChatApiOptions>>(provider => provider.GetRequiredService<WeChatApiSettings>());
        services.AddSingleton<IOptionsChangeTokenSource<WeChatApiOptions>>(provider => provider.GetRequiredService<WeChatApiSettings>());
        services.AddSingleton<IConfigureOptions<StoreOptions>, StoreSettings>();
        services.Replace(ServiceDescriptor.Singleton<IAccountList, ServedAccounts>());
    }

    /// <summary>The way of a message, from the outside in; each transform undoes on the reply coming out what it did to the message going in.</summary>
    private static void AddMessages(this IServiceCollection services)
    {
        services.TryAddSingleton<PushMetrics>();
        services.AddCallbackIps();
        services.TryAddSingleton<PushSpans>();
        services.AddEnvelope().AddSignatures().AddEncryption().AddConversion().AddKeeping().AddKeptReplies().AddDeadline().AddDeduplication().AddUserInfo().AddReplies().AddRedelivery().AddExchange();
        services.TryAddSingleton(provider => new MessageTransforms(
        [
            provider.GetRequiredService<EnvelopeTransform>(),       // takes the ciphertext out of its envelope      | encloses the sealed reply
            provider.GetRequiredService<SignatureTransform>(),      // proves that the push is WeChat's, and fresh   | signs the sealed reply
            provider.GetRequiredService<EncryptionTransform>(),     // opens the ciphertext                          | seals the reply
            provider.GetRequiredService<ConversionTransform>(),     // XML or JSON to JSON                           | the reply to XML or JSON
            provider.GetRequiredService<RecipientTransform>(),      // finds the service that the message is for   |
            provider.GetRequiredService<DeadlineTransform>(),       // answers WeChat at the deadline                | sends a late reply
            provider.GetRequiredService<DeduplicationTransform>(),  // lets the message through once                 | remembers the reply
            provider.GetRequiredService<NextMessageTransform>(),    // answers with a kept reply                     |
            provider.GetRequiredService<UserInfoTransform>(),       // adds the user's info                          |
            .. provider.GetServices<IMessageTransform>(),           // what the host added
            provider.GetRequiredService<ReplyTransform>(),          //                                               | reads the backend's answer
            provider.GetRequiredService<RedeliveryTransform>(),     //                                               | keeps the message if no backend took it
        ]));
    }

    private static void AddCallbackIps(this IServiceCollection services)
    {
        services.TryAddSingleton<CallbackIpLists>();
        services.TryAddSingleton<CallbackIpSource>();
        services.AddHostedService<CallbackIpWorker>();
    }

    private static IServiceCollection AddEnvelope(this IServiceCollection services)
    {
        services.TryAddSingleton<EnvelopeTransform>();
        return services;
    }

    private static IServiceCollection AddSignatures(this IServiceCollection services)
    {
        services.TryAddSingleton<SignatureTransform>();
        return services;
    }

    private static IServiceCollection AddEncryption(this IServiceCollection services)
    {
        services.TryAddSingleton<EncryptionTransform>();
        return services;
    }

    private static IServiceCollection AddConversion(this IServiceCollection services)
    {
        services.TryAddSingleton<ConversionTransform>();
        services.TryAddSingleton<RecipientTransform>();
        return services;
    }

    /// <summary>The redelivery queue. It is added before the late replies: hosted services stop in reverse, and messages that late replies give up must still be kept.</summary>
    private static IServiceCollection AddKeeping(this IServiceCollection services)
    {
        services.TryAddSingleton<MemoryRedeliveryQueue>();
        services.TryAddSingleton<RedisRedeliveryQueue>();
        services.TryAddSingleton<IRedeliveryQueue>(StoreChoice.Of<IRedeliveryQueue, MemoryRedeliveryQueue, RedisRedeliveryQueue>);
        services.TryAddSingleton<RedeliveryMetrics>();
        services.TryAddSingleton(provider => new UndeliveredMessages(
            provider.GetRequiredService<IRedeliveryQueue>(),
            provider.GetRequiredService<RedeliveryMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<KeptCopies>();
        services.TryAddSingleton(new JournalFolder(Path: null));
        services.TryAddSingleton<MessageJournal>();
        services.TryAddSingleton<RedeliveryStore>();
        services.AddHostedService(provider => provider.GetRequiredService<RedeliveryStore>());
        services.TryAddSingleton<MessageLeases>();
        services.TryAddSingleton<MessageKeeper>();
        return services;
    }

    /// <summary>Replies for users' next messages. Before the deadline's, as above.</summary>
    private static IServiceCollection AddKeptReplies(this IServiceCollection services)
    {
        services.TryAddSingleton<MemoryKeptReplies>();
        services.TryAddSingleton<RedisKeptReplies>();
        services.TryAddSingleton<IKeptReplies>(StoreChoice.Of<IKeptReplies, MemoryKeptReplies, RedisKeptReplies>);
        services.TryAddSingleton<KeptReplyMetrics>();
        services.TryAddSingleton<LateWays>();
        services.TryAddSingleton<ReplyKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplyKeeper>());
        return services;
    }

    private static IServiceCollection AddDeadline(this IServiceCollection services)
    {
        services.TryAddSingleton<SchedulingDelay>();
        services.TryAddSingleton<DeadlineClock>();
        services.TryAddSingleton<DeadlineTransform>();
        services.TryAddSingleton<TypingIndicator>();
        services.TryAddSingleton<ReplyDelivery>();
        services.TryAddSingleton<LateReplySender>();
        services.TryAddSingleton(provider => provider.GetRequiredService<LateReplySender>().Pending);
        services.AddHostedService(provider => provider.GetRequiredService<LateReplySender>());
        services.TryAddSingleton<NextMessageTransform>();
        return services;
    }

    private static IServiceCollection AddDeduplication(this IServiceCollection services)
    {
        services.TryAddSingleton<MemoryLedger>();
        services.TryAddSingleton<RedisLedger>();
        services.TryAddSingleton<ILedger>(StoreChoice.Of<ILedger, MemoryLedger, RedisLedger>);
        services.TryAddSingleton<WeChatRetries>();
        services.TryAddSingleton<Recordings>();
        services.AddHostedService(provider => provider.GetRequiredService<Recordings>());
        services.TryAddSingleton<ReplySettlement>();
        services.TryAddSingleton<DeduplicationTransform>();
        return services;
    }

    private static IServiceCollection AddUserInfo(this IServiceCollection services)
    {
        services.AddStoreCache();
        services.TryAddSingleton<UserInfoSource>();
        services.TryAddSingleton<UserInfoTransform>();
        return services;
    }

    private static IServiceCollection AddReplies(this IServiceCollection services)
    {
        services.TryAddSingleton<ReplyTransform>();
        return services;
    }

    private static IServiceCollection AddRedelivery(this IServiceCollection services)
    {
        services.TryAddSingleton<RedeliveryTransform>();
        services.TryAddSingleton(provider => new RedeliveryTransforms([provider.GetRequiredService<ReplyTransform>()]));
        services.TryAddSingleton<BackendAttempt>();
        services.TryAddSingleton<Redeliverer>();
        services.AddHostedService<RedeliveryWorker>();
        return services;
    }

    private static void AddExchange(this IServiceCollection services)
    {
        services.TryAddSingleton<EchoBackend>();
        services.TryAddSingleton<BackendExchange>();
        services.TryAddSingleton<MessageDelegate>(provider => provider.GetRequiredService<BackendExchange>().InvokeAsync);
        services.TryAddSingleton<BackendPipeline>();
    }

    /// <summary>OAuth redirects: browsers go to WeChat's authorize page and come back with a code.</summary>
    private static void AddOAuth(this IServiceCollection services)
    {
        services.TryAddSingleton<RedirectMetrics>();
        services.TryAddSingleton<AuthorizeRedirect>();
        services.TryAddSingleton<RedirectReceiver>();
    }
}
