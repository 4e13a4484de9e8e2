namespace WxYarpGateway.Gateway.Access;

/// <summary>The service of an endpoint whose path does not name it; the endpoint has it as metadata.</summary>
/// <param name="Name">The service's name.</param>
internal sealed record RequiredService(string Name)
{
    // How the paths of endpoints name services.
    private static readonly string[] Parameters = ["service", "platform"];

    /// <summary>Returns the service that a request names; <see langword="null"/> when it names none.</summary>
    public static string? Of(HttpContext context)
    {
        foreach (var parameter in Parameters)
        {
            if (context.GetRouteValue(parameter) is string service)
            {
                return service;
            }
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<RequiredService>()?.Name;
    }
}
