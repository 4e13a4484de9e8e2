using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>The parts of YARP's pipeline that choose a destination, for the clusters where there is something to choose.</summary>
internal static class DestinationChoice
{
    /// <summary>
    /// Adds session affinity, load balancing and passive health checks. A request whose cluster has one destination, and neither of the
    /// first and the last, goes past all three.
    /// </summary>
    public static void UseDestinationChoice(this IReverseProxyApplicationBuilder proxy)
    {
        RequestDelegate? forward = null;
        proxy.Use(next => context => NeedsNone(context.GetReverseProxyFeature()) ? forward!(context) : next(context));
        proxy.UseSessionAffinity();
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();

        // A pipeline is put together from its end, so this is done by then.
        proxy.Use(next => forward = next);
    }

    private static bool NeedsNone(IReverseProxyFeature request)
        => request.AvailableDestinations.Count == 1
            && request.Cluster.Config is
            {
                SessionAffinity: null or { Enabled: not true },
                HealthCheck: null or { Passive: null or { Enabled: not true } },
            };
}
