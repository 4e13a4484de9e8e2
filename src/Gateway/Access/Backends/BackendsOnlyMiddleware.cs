using Microsoft.AspNetCore.Authentication;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Access.Backends;

/// <summary>Guards the endpoints that are <see cref="BackendsOnly"/>; all other requests pass.</summary>
internal sealed class BackendsOnlyMiddleware(
    RequestDelegate next, BackendAccess access, MadeOfOptions<ApiKeys> apiKeys, IAuthenticationService authentication)
{
    /// <summary>Passes on a request that may use its endpoint, and refuses any other.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<BackendsOnly>() is not { } guarded)
        {
            return next(context);
        }

        var key = apiKeys.Current.Find(context.Request.Headers);
        if (!access.IsOpen(context, key))
        {
            return authentication.ChallengeAsync(context, ApiKeyAuthentication.Scheme, properties: null);
        }

        if (key is not null)
        {
            // A policy of a hand-written route may ask who it is.
            context.User = key.Caller;
        }

        context.Features.Set(guarded);
        return next(context);
    }
}
