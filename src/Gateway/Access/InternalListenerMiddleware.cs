using Microsoft.AspNetCore.Authorization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Answers 404 to requests on the internal listener that match none of its endpoints. The answer needs an API key like the others,
/// so that strangers do not learn which paths exist.
/// </summary>
internal sealed class InternalListenerMiddleware(RequestDelegate next, Listener listener)
{
    // Not a route: routing would consider it for each push.
    private static readonly Endpoint NoEndpoint = new(
        context => ErrorWriter.WriteAsync(context, GatewayError.NoEndpoint()),
        new EndpointMetadataCollection(ServedOn.Internal, new AuthorizeAttribute(GatewayAccess.Backends)),
        "Internal listener: no endpoint");

    /// <summary>Passes on a request, with an endpoint if it came in on the internal listener.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (listener.IsInternal(context) && !ServedOn.Of(context.GetEndpoint()).Includes(ListenerKind.Internal))
        {
            context.SetEndpoint(NoEndpoint);
        }

        return next(context);
    }
}
