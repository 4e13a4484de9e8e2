using System.Globalization;
using WxYarpGateway.Chaos.Audits;
using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Platforms;

/// <summary>Each code is exchanged once, and who left has no token a second after.</summary>
internal sealed class PlatformAudit(ChaosStage stage, Journal journal, StoreTroubles store)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);

    // What a look at three replicas may take after that.
    private static readonly TimeSpan Looking = TimeSpan.FromSeconds(1);

    // A killed replica holds an event for a minute; another one has a code's outcome from the store as soon as it is there.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    // WeChat's tries, of five seconds each.
    private static readonly TimeSpan Deliveries = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(6);

    public void Run(Balance balance)
    {
        var answered = stage.Books.Authorizations.Where(authorization => authorization.IsAnswered).ToList();
        var calls = answered.Select(authorization => stage.WeChat.Platforms.ExchangesOf(authorization.Code)).ToList();
        foreach (var (authorization, exchanges) in answered.Zip(calls))
        {
            Check(authorization, exchanges, balance);
        }

        foreach (var lost in stage.Books.Authorizations.Where(authorization => !authorization.IsAnswered))
        {
            if (Trouble(lost.At, lost.At + Deliveries) is { } trouble)
            {
                balance.Explain($"authorizations that no gateway took: {trouble}");
            }
            else
            {
                balance.Find($"no gateway took the authorization of {lost.AppId} at {lost.At.TotalSeconds:0.000} s");
            }
        }

        foreach (var departure in stage.Books.Departures.Where(departure => departure.IsAnswered))
        {
            Check(departure, balance);
        }

        var (all, good) = stage.Books.Tokens;
        balance.Tell("authorizations, answered, codes exchanged once", string.Create(
            CultureInfo.InvariantCulture,
            $"{stage.Books.Authorizations.Count}, {answered.Count}, {calls.Count(exchanges => exchanges == 1)}"));
        balance.Tell("tokens of accounts given to backends, taken by WeChat", $"{all}, {good}");
    }

    private void Check(Authorization authorization, int exchanges, Balance balance)
    {
        switch (exchanges)
        {
            case 1:
                break;
            case 0 when stage.Books.Authorizations.Any(later => later.AppId == authorization.AppId && later.At > authorization.At)
                || stage.Books.Departures.Any(later => later.AppId == authorization.AppId):
                balance.Explain("codes not exchanged: a newer event of the account had come before its work was done");
                break;
            case > 1 when Trouble(authorization.At, authorization.At + Lease) is { } trouble:
                balance.Explain($"codes asked for once more: {trouble}");
                break;
            default:
                balance.Find($"the code of {authorization.AppId}, authorized at {authorization.At.TotalSeconds:0.000} s, was exchanged " +
                    $"{exchanges} times");
                break;
        }
    }

    private void Check(Departure departure, Balance balance)
    {
        if (departure.LastTokenAt is not { } last || last - departure.At <= Promise + Looking)
        {
            return;
        }

        if (Trouble(departure.At - Looking, last) is { } trouble)
        {
            balance.Explain($"tokens a second after their account left: {trouble}");
        }
        else
        {
            balance.Find($"a token of {departure.AppId} was given out {(last - departure.At).TotalSeconds:0.0} s after it left");
        }
    }

    private string? Trouble(TimeSpan from, TimeSpan to)
        => journal.Had(TroubleKind.ReplicaKilled, from, to, Aftermath) ? "a replica was killed"
            : journal.Had(TroubleKind.DatabaseAway, from, to, Aftermath) ? "the database was away"
            : journal.Had(TroubleKind.MachineBusy, from, to) ? "this machine was too busy"
            : store.Lay(from, to);
}
