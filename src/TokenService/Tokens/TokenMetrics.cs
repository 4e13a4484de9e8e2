using System.Diagnostics.Metrics;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Counts the renewals by how they ended, and shows how old the tokens are and how long they last.</summary>
internal sealed class TokenMetrics
{
    // A lease is had at once, or after another replica asked WeChat; nobody waits longer than 5 s.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly Counter<long> _renewals;
    private readonly Histogram<double> _leaseWait;
    private readonly TokenSlots _slots;
    private readonly IAccountList _accounts;

    public TokenMetrics(IMeterFactory meterFactory, TokenSlots slots, IAccountList accounts, TimeProvider timeProvider)
    {
        _slots = slots;
        _accounts = accounts;
        var meter = meterFactory.Create(TokenServiceTelemetry.MeterName);
        _renewals = meter.CreateCounter<long>("wxgateway.tokens.renewals", "{renewal}", "Renewals of tokens, by service, kind and result.");
        _leaseWait = meter.CreateHistogram(
            "wxgateway.leases.wait",
            "s",
            "How long a renewal waited for the lease, or for what its owner wrote, by kind.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });
        meter.CreateObservableGauge(
            "wxgateway.tokens.age",
            () => Observe(cached => cached.Token.Lifetime.Elapsed(timeProvider)),
            "s",
            "How long this replica has had its token.");
        meter.CreateObservableGauge(
            "wxgateway.tokens.expiry",
            () => Observe(cached => cached.Token.Lifetime.Remaining(timeProvider)),
            "s",
            "What is left of the token's life; 0 when it has expired.");
    }

    public void Ended(TokenSlot slot, RenewalResult result) =>
        _renewals.Add(1, new("service", slot.Account.Service), new("kind", slot.Kind.Name()), new("result", NameOf(result)));

    public void Waited(TokenKind kind, TimeSpan time) =>
        _leaseWait.Record(time.TotalSeconds, new KeyValuePair<string, object?>("kind", kind.Name()));

    /// <summary>Returns the name of a result, in metrics and traces.</summary>
    public static string NameOf(RenewalResult result) => result switch
    {
        RenewalResult.Issued => "issued",
        RenewalResult.Adopted => "adopted",
        RenewalResult.StillRejected => "still_rejected",
        RenewalResult.TimedOut => "timed_out",
        RenewalResult.StoreDown => "store_down",
        _ => "failed",
    };

    // A token of an account that was taken out, or had its secret changed, is of no use to anybody. Those of authorizers are too many for
    // a series each.
    private IEnumerable<Measurement<double>> Observe(Func<CachedToken, TimeSpan> what) =>
        from slot in _slots.All
        where slot.Cached is not null && slot.Account.Component is null && _accounts.Contains(slot.Account)
        select new Measurement<double>(
            what(slot.Cached!).TotalSeconds, new("service", slot.Account.Service), new("kind", slot.Kind.Name()));
}
