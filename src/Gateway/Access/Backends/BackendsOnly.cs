namespace WxYarpGateway.Gateway.Access.Backends;

/// <summary>
/// Says of an endpoint, as its metadata, that it is for backends, and of a request, as a feature, that it may use such an endpoint.
/// </summary>
/// <remarks>
/// Endpoints for backends have ASP.NET's policy instead. It costs each request a container's scope and a dozen objects, so the one that
/// backends call all the time has this.
/// </remarks>
internal sealed class BackendsOnly
{
    private BackendsOnly()
    {
    }

    /// <summary>Gets the one there is.</summary>
    public static BackendsOnly Instance { get; } = new();

    /// <summary>Makes sure that somebody has decided about a request before its endpoint serves it.</summary>
    /// <exception cref="InvalidOperationException">Nobody has.</exception>
    public static void Verify(HttpContext context)
    {
        if (context.Features.Get<BackendsOnly>() is null)
        {
            throw new InvalidOperationException($"The endpoint of {context.Request.Path} is for backends, and nothing has looked for a key.");
        }
    }
}
