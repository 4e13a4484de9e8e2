using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Access;

/// <summary>Why a request is refused although its key is one: a sentence for the caller. It is a feature of the request.</summary>
/// <param name="Message">The sentence.</param>
internal sealed record KeyRefusal(string Message)
{
    /// <summary>Returns why a key does not open an endpoint; <see langword="null"/> when it does.</summary>
    public static KeyRefusal? Of(ApiKey key, HttpContext context)
    {
        if (ScopeOf(context) is { } scope && !key.Has(scope))
        {
            return new KeyRefusal($"The API key lacks the scope {scope}. Add it to the key's Scopes in Gateway:InternalApiKeys, or use another key.");
        }

        return RequiredService.Of(context) is { } service && !key.IsFor(service) ? OfService(service) : null;
    }

    /// <summary>
    /// Returns why a caller without a key does not get what only a scope opens; <see langword="null"/> for everything else.
    /// </summary>
    public static KeyRefusal? OfNoKey(HttpContext context)
        => ScopeOf(context) is ApiKeyOptions.Secrets or ApiKeyOptions.VaultExport
            ? new KeyRefusal(
                $"This takes an API key with the scope {ScopeOf(context)}. Configure one in Gateway:InternalApiKeys, and send it.")
            : null;

    /// <summary>Returns that a key is not good for a service.</summary>
    public static KeyRefusal OfService(string service)
        => new($"The API key is not for the service {service}. Add it to the key's Services in Gateway:InternalApiKeys, or use another key.");

    /// <summary>Returns that a key for some services does not open what concerns all of them.</summary>
    public static KeyRefusal OfAll()
        => new("The API key is for some services only, and this concerns all of them. Use a key without Services in Gateway:InternalApiKeys.");

    private static string? ScopeOf(HttpContext context)
        => context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.For(context.Request.Method);
}
