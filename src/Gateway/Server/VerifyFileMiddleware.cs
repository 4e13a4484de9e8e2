using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Serves the files of <c>Gateway:VerifyFiles</c> at the root of the public addresses, byte for byte, before any route.</summary>
internal sealed class VerifyFileMiddleware(RequestDelegate next, Listener listener, GatewaySettings settings)
{
    /// <summary>Answers a request for such a file; passes on all others.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var files = settings.VerifyFiles;
        if (files.Count == 0
            || listener.IsInternal(context)
            || context.Request.Path.Value is not ['/', .. var name]
            || !files.TryGetValue(name, out var content))
        {
            return next(context);
        }

        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? EndpointAnswer.Of("text/plain", content).WriteAsync(context)
            : EndpointAnswer.MethodNotAllowed(HttpMethods.Get).WriteAsync(context);
    }
}
