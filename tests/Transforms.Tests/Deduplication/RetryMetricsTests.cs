using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

/// <summary>What is counted of retry, and what is warned of while the ledger is away.</summary>
public sealed class RetryMetricsTests : IDisposable
{
    private const string Retries = "wxgateway.deduplication.retries service=shop result=";

    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLogs _logs = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task A_retry_that_gets_no_reply_in_time_is_too_late()
    {
        await using var host = Host(new MemoryLedger(_clock));
        using var metrics = new CollectedMetrics(host.GetRequiredService<IMeterFactory>());
        var transform = host.GetRequiredService<DeduplicationTransform>();
        var isNever = new TaskCompletionSource<Reply>();
        var first = transform.InvokeAsync(Delivery(), (_, _) => new ValueTask<Reply>(isNever.Task), Cancelled);
        var second = transform.InvokeAsync(Delivery(), Pushes.Answering(Reply.Success), Cancelled).AsTask();

        await Eventually.HoldsAsync(() => _clock.WaitingTimers > 0, "the second waited", Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await second;

        Assert.Equal([Retries + "too_late"], Counted(metrics));
        isNever.SetResult(Reply.Success);
        await first;
    }

    [Fact]
    public async Task A_retry_whose_replica_is_gone_is_delivered_again_and_counted_once()
    {
        await using var host = Host(new AbandoningLedger());
        using var metrics = new CollectedMetrics(host.GetRequiredService<IMeterFactory>());

        await host.GetRequiredService<DeduplicationTransform>().InvokeAsync(Delivery(), Pushes.Answering(Reply.Success), Cancelled);

        Assert.Equal([Retries + "delivered_again"], Counted(metrics));
    }

    [Fact]
    public async Task While_the_ledger_is_away_there_is_a_warning_a_minute_and_not_one_a_push()
    {
        await using var host = Host(new FailingLedger { AcquiringThrows = true });
        var transform = host.GetRequiredService<DeduplicationTransform>();

        for (var second = 0; second < 120; second++)
        {
            await transform.InvokeAsync(Delivery(), Pushes.Answering(new TextReply("hi")), Cancelled);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var warnings = _logs.Lines.Where(line => line.StartsWith("Warning Unavailable ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.Contains("left out since the last: '0'.", warnings[0], StringComparison.Ordinal);
        Assert.Contains("left out since the last: '59'.", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_replies_cannot_be_recorded_there_is_a_warning_a_minute_too()
    {
        await using var host = Host(new FailingLedger { SettlingThrows = true });
        var transform = host.GetRequiredService<DeduplicationTransform>();

        for (var delivery = 0; delivery < 50; delivery++)
        {
            await transform.InvokeAsync(Delivery(), Pushes.Answering(new TextReply("hi")), Cancelled);
        }

        Assert.Single(_logs.Lines, line => line.StartsWith("Warning NotRecorded ", StringComparison.Ordinal));
    }

    private static MessageContext Delivery() => Pushes.Converted(msgId: "7000000000000000001", query: "encrypt_type=aes");

    private static IEnumerable<string> Counted(CollectedMetrics metrics)
        => metrics.All.Where(count => count.StartsWith(Retries, StringComparison.Ordinal));

    private ServiceProvider Host(ILedger ledger)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton(ledger);
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        services.AddReverseProxy().AddWeChat(new ConfigurationBuilder().Build().GetSection("WeChat"));
        return services.BuildServiceProvider();
    }
}
