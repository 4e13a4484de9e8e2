using WxYarpGateway.TokenService.Store.Health;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>A store that does not answer.</summary>
internal sealed class StoreProblems(StoreWatch store) : IProblemSource
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Find()
    {
        // The answer is there the next time.
        _ = store.Look();
        var state = store.State;
        if (!state.IsAvailable)
        {
            var since = state.HasAnswered ? $"since {state.Since:u}" : "and has not since the start";
            yield return new Problem(
                Service: null,
                "Gateway:Store",
                $"{store.Kind} does not answer, {since}: messages are not deduplicated between replicas, and tokens not shared."
                    + (store.Problem is { } why ? $" {why.TrimEnd('.')}." : ""),
                $"See whether {store.Kind} runs and whether this machine reaches it; the gateway goes on by itself.")
            {
                IsForAll = true,
            };
        }
    }
}
