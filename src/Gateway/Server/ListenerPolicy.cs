using Microsoft.AspNetCore.Routing.Matching;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Keeps routes apart: on the internal listener the internal ones match, on the public one all others, whatever the path and the Host header say.</summary>
internal sealed class ListenerPolicy(Listener listener) : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <inheritdoc/>
    public override int Order => 0;

    /// <summary>Returns whether an endpoint belongs on the internal listener.</summary>
    public static bool IsInternal(Endpoint? endpoint)
        => (endpoint?.Metadata.GetMetadata<RouteModel>() is { } route && WeChatRoute.ApiService(route.Config) is not null)
            || endpoint?.Metadata.GetMetadata<OpenInternalEndpoint>() is not null;

    /// <inheritdoc/>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsInternal);

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isInternal = listener.IsInternal(httpContext);
        for (var index = 0; index < candidates.Count; index++)
        {
            if (IsInternal(candidates[index].Endpoint) != isInternal)
            {
                candidates.SetValidity(index, false);
            }
        }

        return Task.CompletedTask;
    }
}
