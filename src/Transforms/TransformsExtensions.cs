using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Transforms.Conversion;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Encryption;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Signatures;
using WxYarpGateway.Transforms.UserInfo;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds WeChat's pushes to a YARP host.</summary>
public static class TransformsExtensions
{
    /// <summary>Adds the services configured in a section, with their routes and clusters, and the way of a message. The section is hot.</summary>
    /// <param name="builder">The reverse proxy.</param>
    /// <param name="section">The section with <c>Services</c>, <c>Store</c> and <c>WeChat</c>.</param>
    public static IReverseProxyBuilder AddWeChat(this IReverseProxyBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTokenService();
        builder.Services.AddServices(section);
        builder.Services.AddMessages();
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

    /// <summary>Takes WeChat's pushes off the routes that are marked for messages. Call it first in <c>MapReverseProxy</c>, before load balancing.</summary>
    /// <param name="proxy">YARP's pipeline.</param>
    public static IReverseProxyApplicationBuilder UseWeChat(this IReverseProxyApplicationBuilder proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        proxy.UseMiddleware<MessageMiddleware>();
        return proxy;
    }

    private static void AddServices(this IServiceCollection services, IConfiguration section)
    {
        services.TryAddSingleton<ServiceCatalog>();
    }

    /// <summary>The way of a message, from the outside in; each transform undoes on the reply coming out what it did to the message going in.</summary>
    private static void AddMessages(this IServiceCollection services)
    {
        services.TryAddSingleton<PushMetrics>();
        services.AddEnvelope().AddSignatures().AddEncryption().AddConversion().AddDeadline().AddDeduplication().AddUserInfo().AddReplies().AddExchange();
        services.TryAddSingleton(provider => new MessageTransforms(
        [
            provider.GetRequiredService<EnvelopeTransform>(),       // takes the ciphertext out of its envelope      | encloses the sealed reply
            provider.GetRequiredService<SignatureTransform>(),      // proves that the push is WeChat's, and fresh   | signs the sealed reply
            provider.GetRequiredService<EncryptionTransform>(),     // opens the ciphertext                          | seals the reply
            provider.GetRequiredService<ConversionTransform>(),     // XML or JSON to JSON                           | the reply to XML or JSON
            provider.GetRequiredService<DeadlineTransform>(),       // lets WeChat wait so long                      | sends the reply late
            provider.GetRequiredService<DeduplicationTransform>(),  // lets the message through once                 | remembers the reply
            provider.GetRequiredService<UserInfoTransform>(),       // adds what WeChat knows of the user            |
            .. provider.GetServices<IMessageTransform>(),           // what the host added
            provider.GetRequiredService<ReplyTransform>(),          //                                               | reads the backend's answer
        ]));
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
        return services;
    }

    private static IServiceCollection AddDeadline(this IServiceCollection services)
    {
        services.TryAddSingleton<DeadlineTransform>();
        services.TryAddSingleton<LateReplies>();
        services.AddHostedService(provider => provider.GetRequiredService<LateReplies>());
        return services;
    }

    private static IServiceCollection AddDeduplication(this IServiceCollection services)
    {
        services.TryAddSingleton<ILedger, MemoryLedger>();
        services.TryAddSingleton<DeduplicationTransform>();
        return services;
    }

    private static IServiceCollection AddUserInfo(this IServiceCollection services)
    {
        services.AddDistributedMemoryCache();
        services.TryAddSingleton<UserInfoSource>();
        services.TryAddSingleton<UserInfoTransform>();
        return services;
    }

    private static IServiceCollection AddReplies(this IServiceCollection services)
    {
        services.TryAddSingleton<ReplyTransform>();
        return services;
    }

    private static void AddExchange(this IServiceCollection services) => services.TryAddSingleton<EchoBackend>();
}
