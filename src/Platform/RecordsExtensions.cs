using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Live;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds records of pushes to a host that calls <c>AddWeChat</c>.</summary>
public static class RecordsExtensions
{
    /// <summary>
    /// Adds records of all pushes, once the section has <c>Records</c>. The host registers an <see cref="IRecordStore"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPushRecords(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IConfigurationRule, RecordSettings.Rule>();
        services.TryAddSingleton(provider => new RecordSettings(provider.GetRequiredService<WeChatConfiguration>()));
        services.TryAddSingleton(provider => new RecordMetrics(provider.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton(provider => new PushRecords(
            provider.GetRequiredService<RecordSettings>(),
            provider.GetRequiredService<RecordMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new RecordTail(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPushObserver>(provider => provider.GetRequiredService<PushRecords>());
        services.AddHostedService<RecordWriter>();
        services.AddHostedService<TailNews>();
        return services;
    }
}
