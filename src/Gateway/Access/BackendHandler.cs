using System.Net;
using Microsoft.AspNetCore.Authorization;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;

namespace WxYarpGateway.Gateway.Access;

/// <summary>Decides who may use an endpoint for backends.</summary>
internal sealed class BackendHandler(MadeOfOptions<ApiKeys> apiKeys, Listener listener) : AuthorizationHandler<BackendRequirement>
{
    private const string Localhost = "localhost";

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, BackendRequirement requirement)
    {
        if (context.User.Identity is ApiKeyIdentity identity)
        {
            Decide(context, requirement, request => KeyRefusal.Of(identity.Key, request));
        }
        else if (context.Resource is HttpContext request && IsProgramOfThisMachine(request))
        {
            Decide(context, requirement, KeyRefusal.OfNoKey);
        }

        return Task.CompletedTask;
    }

    // The authentication scheme, which answers, gets to know why.
    private static void Decide(
        AuthorizationHandlerContext context, BackendRequirement requirement, Func<HttpContext, KeyRefusal?> refusalOf)
    {
        if (context.Resource is HttpContext request && refusalOf(request) is { } refusal)
        {
            request.Features.Set(refusal);
            context.Fail();
        }
        else
        {
            context.Succeed(requirement);
        }
    }

    // Validation makes sure that there are keys where others can connect. If keys are missing all the same, nobody gets in.
    private bool IsProgramOfThisMachine(HttpContext context)
        => apiKeys.Current.IsEmpty
            && listener.IsInternal(context)
            && context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
            && IsProgram(context.Request);

    // A browser on this machine connects as a program does, on behalf of any site: by the site's own name, once that leads to 127.0.0.1
    // (DNS rebinding), or from its pages (cross-site requests). Without keys, only these headers tell browsers and programs apart.
    private static bool IsProgram(HttpRequest request)
        => IsNoSite(request.Host.Host)
            && request.Headers.Origin.All(
                origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && (IsLocalhost(page.Host) || page.IsLoopback))
            && !request.Headers["Sec-Fetch-Site"].Contains("cross-site", StringComparer.OrdinalIgnoreCase);

    // No site has an address for its name. A request without a host, as in HTTP/1.0, comes from no browser.
    private static bool IsNoSite(string? host) => string.IsNullOrEmpty(host) || IsLocalhost(host) || IPAddress.TryParse(host, out _);

    private static bool IsLocalhost(string host)
        => host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Localhost, StringComparison.OrdinalIgnoreCase);
}
