using Microsoft.AspNetCore.Authorization;

namespace WxYarpGateway.Gateway.Access.Backends;

/// <summary>Decides for ASP.NET's authorization who may use an endpoint for backends.</summary>
internal sealed class BackendHandler(BackendAccess access) : AuthorizationHandler<BackendRequirement>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, BackendRequirement requirement)
    {
        var key = (context.User.Identity as ApiKeyIdentity)?.Key;
        var request = context.Resource as HttpContext;
        if (key is null && (request is null || !access.TakesNoKey(request)))
        {
            return Task.CompletedTask;
        }

        if (request is not null && BackendAccess.IsRefused(request, key))
        {
            context.Fail();
        }
        else
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
