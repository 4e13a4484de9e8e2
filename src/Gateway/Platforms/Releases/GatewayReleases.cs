namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>Sets up releases and their endpoints.</summary>
internal static class GatewayReleases
{
    /// <summary>Adds them.</summary>
    public static void AddReleaseEndpoints(this IServiceCollection services)
    {
        services.AddReleases();
        services.AddSingleton<ReleaseFiling>();
        services.AddSingleton<ReleasePreview>();
        services.AddSingleton<ReleaseStream>();
        services.AddSingleton<IPlatformEndpoints, ReleaseEndpoints>();
    }
}
