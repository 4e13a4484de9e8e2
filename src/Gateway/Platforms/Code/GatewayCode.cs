namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>Sets up the endpoints about the code of mini programs.</summary>
internal static class GatewayCode
{
    /// <summary>Adds them.</summary>
    public static void AddCodeEndpoints(this IServiceCollection services)
    {
        services.AddPlatformCode();
        services.AddSingleton<CodeAccounts>();
        services.AddSingleton<CodeAnswers>();
        services.AddSingleton<IPlatformEndpoints, VersionEndpoints>();
        services.AddSingleton<IPlatformEndpoints, PrivacyEndpoints>();
        services.AddSingleton<IPlatformEndpoints, AuditEndpoints>();
        services.AddSingleton<IPlatformEndpoints, MediaEndpoint>();
        services.AddSingleton<IPlatformEndpoints, ReleaseEndpoints>();
        services.AddSingleton<IPlatformEndpoints, QrCodeEndpoint>();
        services.AddSingleton<IPlatformEndpoints, TemplateEndpoints>();
    }
}
