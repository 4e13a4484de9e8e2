using Microsoft.AspNetCore.Routing.Matching;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Keeps the endpoints of the listeners apart, whatever the path and the Host header say; and paths with a slash at their end.
/// </summary>
/// <remarks>
/// The listeners part when the routes are put together, so a request has candidates of its own listener only. A path with a slash is looked
/// at with each request.
/// </remarks>
internal sealed class ListenerPolicy(Listener listener) : MatcherPolicy, INodeBuilderPolicy, IEndpointSelectorPolicy
{
    /// <inheritdoc/>
    public override int Order => 0;

    /// <inheritdoc/>
    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
        => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ServedOn>() is not null);

    /// <inheritdoc/>
    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
        => [.. from kind in Enum.GetValues<ListenerKind>()
               let served = endpoints.Where(endpoint => ServedOn.Of(endpoint).Includes(kind)).ToList()
               where served.Count > 0
               select new PolicyNodeEdge(kind, served)];

    /// <inheritdoc/>
    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges)
    {
        var destinations = Enum.GetValues<ListenerKind>().ToDictionary(kind => kind, _ => exitDestination);
        foreach (var edge in edges)
        {
            destinations[(ListenerKind)edge.State] = edge.Destination;
        }

        return new JumpTable(listener, destinations);
    }

    /// <inheritdoc/>
    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
        => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ExactPath>() is not null);

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (httpContext.Request.Path.Value is not [.., '/'])
        {
            return Task.CompletedTask;
        }

        for (var index = 0; index < candidates.Count; index++)
        {
            if (candidates[index].Endpoint.Metadata.GetMetadata<ExactPath>() is not null)
            {
                candidates.SetValidity(index, false);
            }
        }

        return Task.CompletedTask;
    }

    private sealed class JumpTable(Listener listener, Dictionary<ListenerKind, int> destinations) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => destinations[listener.KindOf(httpContext)];
    }
}
