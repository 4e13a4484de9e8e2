using Microsoft.AspNetCore.Authorization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Gives requests on the internal listener that match no endpoint of it one that answers 404. It is as guarded as the others: who may not
/// use them learns nothing of them.
/// </summary>
internal sealed class InternalListenerMiddleware(RequestDelegate next, Listener listener)
{
    // Not among the routes: there it would be looked at for each push.
    private static readonly Endpoint NoEndpoint = new(
        context => ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such endpoint, or no such service.")),
        new EndpointMetadataCollection(ServedOn.Internal, new AuthorizeAttribute(GatewayAccess.Backends)),
        "Internal listener: no endpoint");

    /// <summary>Passes on a request, with an endpoint if it came in on the internal listener.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (listener.IsInternal(context) && !ServedOn.Of(context.GetEndpoint()).Includes(isInternal: true))
        {
            context.SetEndpoint(NoEndpoint);
        }

        return next(context);
    }
}
