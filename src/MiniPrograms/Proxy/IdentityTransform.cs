using WxYarpGateway.MiniPrograms.Users;
using Yarp.ReverseProxy.Transforms;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>
/// Puts the headers of the user on the request for the backend. On the client's request they would be copied there once more, by name.
/// </summary>
internal sealed class IdentityTransform : RequestTransform
{
    /// <inheritdoc/>
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        if (context.HttpContext.Features.Get<UserHeaders>() is { } user)
        {
            IdentityHeaders.Add(context.ProxyRequest.Headers, user);
        }

        return ValueTask.CompletedTask;
    }
}
