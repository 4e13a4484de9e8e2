using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Audits;

/// <summary>
/// One token request per expiry: each request has a cause of its own, but for those made directly while the store was away.
/// </summary>
internal sealed class TokenAudit(Journal journal, StoreTroubles store)
{
    // A refused token is noticed at the next look-up or late reply; a lease whose holder was killed runs out after 15 seconds.
    private static readonly TimeSpan Noticing = TimeSpan.FromSeconds(30);

    // From a request's arrival at WeChat to the token's in the store.
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(1);

    public void Run(Balance balance)
    {
        balance.Tell("token requests", journal.TokenRequests.Count);
        balance.Tell("  tokens revoked or expired early", journal.Troubles.Count(trouble => trouble.Kind == TroubleKind.TokenRefused));
        foreach (var (target, account) in new[] { (1, ChaosStage.Plain), (2, ChaosStage.Safe) })
        {
            Run(target, account, balance);
        }
    }

    private void Run(int target, string account, Balance balance)
    {
        var causes = CausesOf(target, account);
        var told = new List<string>();
        foreach (var request in journal.TokenRequests.Where(request => request.Account == account).OrderBy(request => request.At))
        {
            var cause = causes.Where(cause => cause.At <= request.At && request.At <= cause.Until).OrderBy(cause => cause.Rank).ThenBy(
                cause => cause.At).FirstOrDefault();
            if (cause is not null)
            {
                causes.Remove(cause);
                balance.Explain($"token requests: {cause.What}");
                told.Add($"{request.At.TotalSeconds,7:0.000} s  a request: {cause.What}");
            }
            else if (store.Lay(request.At, request.At) is { } trouble)
            {
                balance.Explain($"token requests: by one replica for itself, {trouble}");
                told.Add($"{request.At.TotalSeconds,7:0.000} s  a request: {trouble}");
            }
            else
            {
                balance.Find($"a token of {account} was asked for without a cause at {request.At.TotalSeconds:0.000} s",
                    [.. told, .. TroublesBefore(request)]);
            }
        }
    }

    private List<Cause> CausesOf(int target, string account)
    {
        var causes = new List<Cause> { new(1, TimeSpan.Zero, TimeSpan.MaxValue, "the first of an account") };
        foreach (var trouble in journal.Troubles)
        {
            switch (trouble.Kind)
            {
                case TroubleKind.TokenRefused when trouble.Target == target:
                    causes.Add(new(2, trouble.From, trouble.From + Noticing, "WeChat refused the token before"));
                    break;
                case TroubleKind.StoreEmptied:
                    causes.Add(new(3, trouble.From, TimeSpan.MaxValue, "the store had been emptied"));
                    break;
                case TroubleKind.StoreAway:
                    causes.Add(new(5, trouble.From, TimeSpan.MaxValue, "what was asked for while the store was away is not in it"));
                    break;
                case TroubleKind.ReplicaKilled when journal.TokenRequests.Any(
                    request => request.Account == account && request.At >= trouble.From - Asking && request.At <= trouble.Done):
                    causes.Add(new(4, trouble.From, trouble.From + Noticing, "the replica that had asked was killed"));
                    break;
            }
        }

        return causes;
    }

    private IEnumerable<string> TroublesBefore(TokenRequest request)
        => journal.Troubles.Where(trouble => trouble.From <= request.At && trouble.From >= request.At - Noticing)
            .Select(trouble => $"{trouble.From.TotalSeconds,7:0.000} s  {trouble}");

    /// <summary>Something that makes one request right.</summary>
    /// <param name="Rank">How likely it is to be the cause, from 1, when there are several.</param>
    /// <param name="At">From when on it may be one.</param>
    /// <param name="Until">How long.</param>
    /// <param name="What">It in words.</param>
    private sealed record Cause(int Rank, TimeSpan At, TimeSpan Until, string What);
}
