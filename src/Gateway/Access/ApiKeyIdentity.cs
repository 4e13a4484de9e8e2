using System.Security.Claims;

namespace WxYarpGateway.Gateway.Access;

/// <summary>A caller that has shown an API key.</summary>
internal sealed class ApiKeyIdentity(ApiKey key) : ClaimsIdentity(ApiKeyAuthentication.Scheme)
{
    /// <summary>Gets the key.</summary>
    public ApiKey Key => key;

    /// <summary>Returns whether a caller may use a service that no part of the path names. Without a key, whoever gets in may.</summary>
    public static bool IsFor(HttpContext context, string service)
        => Of(context)?.IsFor(service) ?? true;

    /// <summary>Returns the key that a caller has shown; <see langword="null"/> for a caller that needs none.</summary>
    public static ApiKey? Of(HttpContext context) => (context.User.Identity as ApiKeyIdentity)?.Key;
}
