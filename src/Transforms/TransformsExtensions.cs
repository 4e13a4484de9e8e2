using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Redis;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Forwarding;
using WxYarpGateway.Transforms.Exchange.Requests;
using WxYarpGateway.Transforms.Journal;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Minutes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;
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

/// <summary>Adds WeChat's pushes and OAuth redirects to a YARP host.</summary>
public static class TransformsExtensions
{
    /// <summary>Adds the services of a configuration section, their routes and clusters, and the message pipeline.</summary>
    /// <remarks>
    /// A change of the section is loaded without a restart. A section with errors makes the start fail with an
    /// <see cref="InvalidConfigurationException"/>; after a reload with errors, the previous configuration stays.
    /// </remarks>
    /// <param name="builder">The reverse proxy.</param>
    /// <param name="section">The section with <c>Services</c>, <c>Store</c> and <c>WeChat</c>.</param>
    /// <param name="reverseProxy">
    /// The host's YARP section with <c>Routes</c> and <c>Clusters</c>, to validate and reload it together with the services.
    /// <see langword="null"/> when the host loads that section itself.
    /// </param>
    public static IReverseProxyBuilder AddWeChat(
        this IReverseProxyBuilder builder, IConfiguration section, IConfiguration? reverseProxy = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTokenService();
        builder.Services.AddServices(section, reverseProxy);
        builder.Services.AddMessages();
        builder.Services.AddOAuth();
        builder.Services.AddQrLogin();
        return builder;
    }

    /// <summary>Adds a host's transform. These run in the order of their registration, after all others and before the backend.</summary>
    /// <typeparam name="TTransform">The transform. One instance serves all messages.</typeparam>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddMessageTransform<TTransform>(this IReverseProxyBuilder builder)
        where TTransform : class, IMessageTransform
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IMessageTransform, TTransform>();
        return builder;
    }

    /// <summary>Has a host look at each message first, as soon as its service is known.</summary>
    /// <typeparam name="TGate">The gate. One instance serves all messages.</typeparam>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddMessageGate<TGate>(this IReverseProxyBuilder builder)
        where TGate : class, IMessageGate
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IMessageGate, TGate>();
        return builder;
    }

    /// <summary>Has a host choose the backends of messages.</summary>
    /// <typeparam name="TRouter">The router. One instance serves all messages.</typeparam>
    /// <param name="builder">The reverse proxy.</param>
    public static IReverseProxyBuilder AddMessageRouter<TRouter>(this IReverseProxyBuilder builder)
        where TRouter : class, IMessageRouter
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IMessageRouter, TRouter>();
        return builder;
    }

    /// <summary>Also keeps on disk the messages that no backend took, while the store is away or does not have them.</summary>
    /// <param name="builder">The reverse proxy.</param>
    /// <param name="folder">The folder, which is created on demand. Up to 16 processes may share it; another process takes over what a dead
    /// one left.</param>
    public static IReverseProxyBuilder AddMessageJournal(this IReverseProxyBuilder builder, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        builder.Services.Replace(ServiceDescriptor.Singleton(new JournalFolder(folder)));
        return builder;
    }

    /// <summary>The services: the configuration is compiled to routes and clusters, and compiled again on each reload.</summary>
    private static void AddServices(this IServiceCollection services, IConfiguration section, IConfiguration? reverseProxy)
    {
        if (services.Any(service => service.ServiceType == typeof(ConfigurationSources)))
        {
            throw new InvalidOperationException("AddWeChat was called twice. Put all services into one section.");
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

    /// <summary>The message pipeline, in its order. Each transform changes the message going in and the reply coming out.</summary>
    private static void AddMessages(this IServiceCollection services)
    {
        services.TryAddSingleton<PushMetrics>();
        services.TryAddSingleton(provider => new PushMinutes(provider.GetRequiredService<TimeProvider>()));
        services.AddCallbackIps();
        services.TryAddSingleton<PushSpans>();
        services.AddEnvelopes().AddConversion();
        services.AddKeeping().AddKeptReplies().AddDeadline().AddDeduplication();
        services.AddUserInfo().AddReplies().AddRedeliveryAttempts().AddExchange();
        services.TryAddSingleton(provider => new MessageTransforms(
        [
            provider.GetRequiredService<EnvelopeTransform>(),       // reads the ciphertext             | encloses the encrypted reply
            provider.GetRequiredService<SignatureTransform>(),      // checks signature and timestamp   | signs the encrypted reply
            provider.GetRequiredService<EncryptionTransform>(),     // decrypts the message             | encrypts the reply
            provider.GetRequiredService<ConversionTransform>(),     // converts the message to JSON     | writes the reply as XML or JSON
            provider.GetRequiredService<RecipientTransform>(),      // finds the service of the message |
            provider.GetRequiredService<GateTransform>(),           // lets the host look at it first   |
            provider.GetRequiredService<DeadlineTransform>(),       // answers WeChat at the deadline   | sends a late reply
            provider.GetRequiredService<DeduplicationTransform>(),  // passes each message on once      | records the reply for retries
            provider.GetRequiredService<NextMessageTransform>(),    // answers with a kept reply        |
            provider.GetRequiredService<RoutingTransform>(),        // chooses the backend              |
            provider.GetRequiredService<UserInfoTransform>(),       // adds the user's info             |
            .. provider.GetServices<IMessageTransform>(),           // the host's own transforms
            provider.GetRequiredService<ReplyTransform>(),          //                                  | reads the backend's response
            provider.GetRequiredService<RedeliveryTransform>(),     //                                  | keeps what no backend took
        ]));
    }

    private static void AddCallbackIps(this IServiceCollection services)
    {
        services.TryAddSingleton<CallbackIpLists>();
        services.TryAddSingleton<CallbackIpSource>();
        services.AddHostedService<CallbackIpWorker>();
    }

    private static IServiceCollection AddEnvelopes(this IServiceCollection services)
    {
        services.TryAddSingleton<EnvelopeTransform>();
        services.TryAddSingleton<SignatureTransform>();
        services.TryAddSingleton<EncryptionTransform>();
        return services;
    }

    private static IServiceCollection AddConversion(this IServiceCollection services)
    {
        services.TryAddSingleton<ConversionTransform>();
        services.TryAddSingleton<RecipientTransform>();
        services.TryAddSingleton<GateTransform>();
        services.TryAddSingleton<RoutingTransform>();
        return services;
    }

    /// <summary>
    /// The redelivery queue, registered before the late replies. Hosted services stop in reverse order, and at the stop late replies may
    /// still put messages into the queue.
    /// </summary>
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

    /// <summary>The replies kept for users' next messages, registered before the late replies for the same reason.</summary>
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

    private static void AddExchange(this IServiceCollection services)
    {
        services.TryAddSingleton<EchoBackend>();
        services.TryAddSingleton<BackendExchange>();
        services.TryAddSingleton<MessageDelegate>(provider => provider.GetRequiredService<BackendExchange>().InvokeAsync);
        services.TryAddSingleton<BackendForms>();
        services.TryAddSingleton<BackendPipeline>();
        services.TryAddSingleton<ExchangeEntrances>();
        services.TryAddSingleton<ExchangePool>();
        services.AddForwarding();
    }
}
