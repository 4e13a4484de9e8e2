using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Access.Sessions;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Access.Oidc;

/// <summary>Sets up the identity provider, if one is configured.</summary>
internal static class OidcSetup
{
    private const string Done = "/sign-in/oidc/done";

    /// <summary>Adds the provider.</summary>
    public static void AddConsoleOidc(this AuthenticationBuilder authentication, IConfigurationSection section)
    {
        if (section.Get<OidcOptions>() is not { Authority: { Length: > 0 } authority } options)
        {
            return;
        }

        authentication.Services.AddSingleton(options);
        authentication.Services.AddSingleton<OidcSignIn>();
        authentication.AddOpenIdConnect(oidc =>
        {
            oidc.Authority = authority;
            oidc.RequireHttpsMetadata = authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            oidc.ClientId = options.ClientId;
            oidc.ClientSecret = options.ClientSecret;
            oidc.CallbackPath = Done;
            oidc.ResponseType = OpenIdConnectResponseType.Code;
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            oidc.SaveTokens = false;
            oidc.DisableTelemetry = true;
            oidc.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;

            // The answer comes as a GET, so the two cookies of the way there can be Lax, and work without TLS on this machine.
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
            oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oidc.NonceCookie.SameSite = SameSiteMode.Lax;
            oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            oidc.Scope.Clear();
            foreach (var scope in options.Scopes.DefaultIfEmpty("profile").Prepend("openid"))
            {
                oidc.Scope.Add(scope);
            }

            oidc.Events.OnTicketReceived = FinishAsync;
            oidc.Events.OnRemoteFailure = context => Refuse(context, "OidcFailed");
        });
    }

    private static async Task FinishAsync(TicketReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var cancelled = context.HttpContext.RequestAborted;
        var answer = await services.GetRequiredService<OidcSignIn>().SignInAsync(context.Principal!);
        if (answer.Account is not { } account)
        {
            context.HandleResponse();
            context.Response.Redirect($"/sign-in?problem={answer.Problem}");
            return;
        }

        var principal = await services.GetRequiredService<ConsoleSessions>().BeginAsync(
            account, context.HttpContext, CookieAuthenticationDefaults.AuthenticationScheme, cancelled);
        await context.HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        await services.GetRequiredService<AuditStore>().WriteAsync(
            account.UserName!, context.HttpContext.Connection.RemoteIpAddress?.ToString(), "sign-in", "oidc", null, cancelled);

        // A redirect would go on as the provider's, and a browser would not send a strict cookie with it. A page begins anew.
        context.HandleResponse();
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            "<!DOCTYPE html><meta http-equiv=\"refresh\" content=\"0;url=/\"><a href=\"/\">→</a>", cancelled);
    }

    private static Task Refuse(RemoteFailureContext context, string problem)
    {
        context.HandleResponse();
        context.Response.Redirect($"/sign-in?problem={problem}");
        return Task.CompletedTask;
    }
}
