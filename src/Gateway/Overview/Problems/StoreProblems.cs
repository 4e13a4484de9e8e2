using System.Globalization;
using WxYarpGateway.TokenService.Store.Health;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>A store that does not answer.</summary>
internal sealed class StoreProblems(StoreWatch store) : IProblemSource
{
    private const string Where = "Gateway:Store";

    /// <inheritdoc/>
    public IEnumerable<Problem> Find()
    {
        // The answer is there the next time.
        _ = store.Look();
        var state = store.State;
        if (!state.IsAvailable)
        {
            var (kind, why) = (store.Kind.ToString(), store.Problem is { } problem ? $" {problem.TrimEnd('.')}." : "");
            var told = state.HasAnswered
                ? ProblemKinds.StoreAway.At(service: null, Where, kind, state.Since.ToString("u", CultureInfo.InvariantCulture), why)
                : ProblemKinds.StoreNever.At(service: null, Where, kind, why);
            yield return told with { IsForAll = true };
        }
    }
}
