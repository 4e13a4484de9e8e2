using System.Diagnostics.Metrics;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Counts the renewals by kind and by how they ended.</summary>
internal sealed class RenewalMetrics(IMeterFactory meterFactory)
{
    private readonly Counter<long> _renewals = meterFactory.Create(TokenServiceTelemetry.MeterName)
        .CreateCounter<long>("wxgateway.tokens.renewals", "{renewal}", "Renewals of tokens, by kind and result.");

    public void Ended(TokenKind kind, RenewalResult result) =>
        _renewals.Add(1, new("kind", kind.Name()), new("result", NameOf(result)));

    private static string NameOf(RenewalResult result) => result switch
    {
        RenewalResult.Issued => "issued",
        RenewalResult.Adopted => "adopted",
        RenewalResult.StillRejected => "still_rejected",
        RenewalResult.TimedOut => "timed_out",
        RenewalResult.StoreDown => "store_down",
        _ => "failed",
    };
}
