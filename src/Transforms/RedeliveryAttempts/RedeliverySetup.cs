using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>Registers what delivers messages beside the push that brought them: redeliveries, copies, and what operators send.</summary>
internal static class RedeliverySetup
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRedeliveryAttempts(this IServiceCollection services)
    {
        services.TryAddSingleton<RedeliveryTransform>();
        services.TryAddSingleton(provider => new RedeliveryTransforms([provider.GetRequiredService<ReplyTransform>()]));
        services.TryAddSingleton<BackendAttempt>();
        services.TryAddSingleton<CopyLanes>();
        services.TryAddSingleton<Redeliverer>();
        services.AddHostedService<RedeliveryWorker>();
        services.TryAddSingleton(provider => new MessageCopies(
            provider.GetRequiredService<RedeliveryStore>(),
            provider.GetRequiredService<Redeliverer>(),
            provider.GetRequiredService<MessageLeases>(),
            provider.GetRequiredService<CopyLanes>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MessageCopies>>()));
        services.AddHostedService(provider => provider.GetRequiredService<MessageCopies>());
        services.TryAddSingleton(provider => new BackendTrial(
            provider.GetRequiredService<BackendPipeline>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
