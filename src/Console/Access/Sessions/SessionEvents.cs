using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>Asks the table about each cookie.</summary>
internal sealed class SessionEvents(ConsoleSessions sessions) : CookieAuthenticationEvents
{
    /// <inheritdoc/>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var cancelled = context.HttpContext.RequestAborted;
        if (context.Principal is not { } principal || !await sessions.IsAliveAsync(principal, cancelled))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        // A circuit connects again by itself, which is nobody's doing.
        if (!context.Request.Path.StartsWithSegments("/_blazor"))
        {
            await sessions.SeeAsync(principal, cancelled);
        }
    }
}
