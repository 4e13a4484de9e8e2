using WxYarpGateway.Console.Languages.Sentences;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Sets up what the shared components need.</summary>
internal static class PiecesSetup
{
    /// <summary>Adds the services of the shared components.</summary>
    public static void AddPieces(this IServiceCollection services)
    {
        services.AddScoped<Browser>();
        services.AddScoped<BrowserClock>();
        services.AddScoped<AuditedCalls>();
        services.AddSingleton<ChineseSentences>();
        services.AddSingleton<GatewaySentences>();
        services.AddSingleton<ServiceNames>();
    }
}
