using System.Diagnostics.Metrics;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>Shows how old the tickets and component tokens are, and how many refresh tokens the vault has yet to take.</summary>
internal sealed class PlatformMetrics
{
    private readonly IPlatformAccounts _platforms;
    private readonly PlatformTokenStates _states;

    public PlatformMetrics(IMeterFactory meterFactory, IPlatformAccounts platforms, PlatformTokenStates states)
    {
        (_platforms, _states) = (platforms, states);
        var meter = meterFactory.Create(TokenServiceTelemetry.MeterName);
        meter.CreateObservableGauge(
            "wxgateway.platform.ticket.age",
            () => Observe(state => state.TicketAge),
            "s",
            "How long ago a platform's newest ticket came; nothing while there is none.");
        meter.CreateObservableGauge(
            "wxgateway.platform.component_token.age",
            () => Observe(state => state.TokenAge),
            "s",
            "How long this replica has had a platform's component token.");
        meter.CreateObservableGauge(
            "wxgateway.platform.spilled",
            () => states.Spilled,
            "{token}",
            "Refresh tokens that the vault has yet to take.");
    }

    private IEnumerable<Measurement<double>> Observe(Func<PlatformTokenState, TimeSpan?> what) =>
        from platform in _platforms.Current
        let age = what(_states.Of(platform.Account))
        where age is not null
        select new Measurement<double>(age.Value.TotalSeconds, new KeyValuePair<string, object?>("service", platform.Account.Service));
}
