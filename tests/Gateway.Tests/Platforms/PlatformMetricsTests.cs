using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>What gauges show of platforms.</summary>
public sealed class PlatformMetricsTests
{
    [Fact]
    public async Task Authorizers_are_shown_by_status_and_the_inbox_by_what_waits()
    {
        await using var rig = await PlatformRig.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<IEventInbox>(new CountedInbox())),

            // A comparison with WeChat's list would find both accounts authorized.
            ("Services:saas:Sync", "00:00:00"));
        rig.Put(PlatformRig.Shop);
        rig.Put(PlatformRig.Mini, authorizer => authorizer with { State = AuthorizerState.NeedsCode });
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        await Eventually.HoldsAsync(
            () => metrics.Observe().ContainsKey("wxgateway.platform.inbox.waiting service=saas"),
            "the inbox was counted",
            TestContext.Current.CancellationToken);

        var shown = metrics.Observe();

        Assert.Equal(
            (1, 1, 0, 0, 0),
            (Of("authorized"), Of("needs_code"), Of("unauthorized"), Of("broken"), Of("test")));
        Assert.Equal(3, shown["wxgateway.platform.inbox.waiting service=saas"]);
        Assert.Equal(2, shown["wxgateway.platform.inbox.given_up service=saas"]);
        Assert.InRange(shown["wxgateway.platform.inbox.oldest service=saas"], 60, 6_000);

        double Of(string status) => shown[$"wxgateway.platform.authorizers service=saas status={status}"];
    }

    private sealed class CountedInbox : IEventInbox
    {
        public ValueTask<bool> AddAsync(InboxEvent inboxEvent, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask<IReadOnlyList<TakenEvent>> TakeAsync(
            AppId component, int most, TimeSpan lease, CancellationToken cancellationToken)
            => ValueTask.FromResult<IReadOnlyList<TakenEvent>>([]);

        public ValueTask DoneAsync(TakenEvent taken, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask PostponeAsync(TakenEvent taken, TimeSpan pause, string why, CancellationToken cancellationToken)
            => ValueTask.CompletedTask;

        public ValueTask GiveUpAsync(TakenEvent taken, string why, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<InboxCount> CountAsync(AppId component, CancellationToken cancellationToken)
            => ValueTask.FromResult(new InboxCount(3, 2, TimeProvider.System.GetUtcNow().AddMinutes(-1)));
    }
}
