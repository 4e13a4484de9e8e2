using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using WxYarpGateway.Console.Access.Oidc;
using WxYarpGateway.Console.Access.Sessions;

namespace WxYarpGateway.Console.Access;

/// <summary>What people sign out with, and in with an identity provider; signing in with a password is a page.</summary>
internal static class AccessEndpoints
{
    /// <summary>Maps the endpoints. Each takes the token of a form of the console's own.</summary>
    public static void MapConsoleAccess(this WebApplication app)
    {
        app.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery, ConsoleSessions sessions) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            await sessions.EndAsync(context.User, context.RequestAborted);
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.LocalRedirect("/sign-in");
        }).AllowAnonymous();

        if (app.Services.GetService<OidcSignIn>() is not null)
        {
            app.MapPost("/sign-in/oidc", async (HttpContext context, IAntiforgery antiforgery)
                => await antiforgery.IsRequestValidAsync(context)
                    ? Results.Challenge(
                        new AuthenticationProperties { RedirectUri = "/" }, [OpenIdConnectDefaults.AuthenticationScheme])
                    : Results.BadRequest()).AllowAnonymous();
        }
    }
}
