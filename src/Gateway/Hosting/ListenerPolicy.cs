using Microsoft.AspNetCore.Routing.Matching;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Keeps the endpoints of the listeners apart, whatever the path and the Host header say; and paths with a slash at their end.
/// </summary>
internal sealed class ListenerPolicy(Listener listener) : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <inheritdoc/>
    public override int Order => 0;

    /// <inheritdoc/>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
        => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ServedOn>() is not null
            || endpoint.Metadata.GetMetadata<ExactPath>() is not null);

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var kind = listener.KindOf(httpContext);
        var hasSlash = httpContext.Request.Path.Value is [.., '/'];
        for (var index = 0; index < candidates.Count; index++)
        {
            var endpoint = candidates[index].Endpoint;
            if (!ServedOn.Of(endpoint).Includes(kind) || (hasSlash && endpoint.Metadata.GetMetadata<ExactPath>() is not null))
            {
                candidates.SetValidity(index, false);
            }
        }

        return Task.CompletedTask;
    }
}
