using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Tells the handler below the forwarder whose call a request is, on routes that are marked for API calls.</summary>
internal sealed class ApiTransforms : ITransformProvider
{
    /// <inheritdoc/>
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    /// <inheritdoc/>
    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    /// <inheritdoc/>
    public void Apply(TransformBuilderContext context)
    {
        if (WeChatRoute.ServiceOf(context.Route, WeChatRoute.Api) is null)
        {
            return;
        }

        // WeChat is not told the backends' addresses.
        context.UseDefaultForwarders = false;
        context.AddRequestTransform(transform =>
        {
            if (transform.HttpContext.Features.Get<ApiCall>() is { } call)
            {
                transform.ProxyRequest.Options.Set(ApiCall.Key, call);
                transform.Path = call.Forwarded ?? transform.Path;
            }

            return ValueTask.CompletedTask;
        });
    }
}
