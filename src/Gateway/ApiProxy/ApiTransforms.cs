using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Tells the handler below the forwarder whose call a request is, on routes that are marked for API calls.</summary>
internal sealed class ApiTransforms(ApiAddresses addresses) : ITransformProvider
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
                if (call.Forwarded is { } path)
                {
                    // The query is put on together with the token.
                    transform.ProxyRequest.RequestUri = addresses.Of(transform.DestinationPrefix, path);
                }
            }

            return ValueTask.CompletedTask;
        });
        context.AddResponseTransform(transform =>
        {
            // An answer that was read already needs no copying from stream to stream; the middleware writes it.
            if (transform.HttpContext.Features.Get<ApiCall>()?.Answer is { } answer)
            {
                transform.SuppressResponseBody = true;
                transform.HttpContext.Response.ContentLength = answer.Length;
            }

            return ValueTask.CompletedTask;
        });
    }
}
