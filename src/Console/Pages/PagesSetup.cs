using WxYarpGateway.Console.Pages.Overview;
using WxYarpGateway.Console.Pages.Records;
using WxYarpGateway.Console.Pages.Try;
using WxYarpGateway.Console.Pages.Undelivered;

namespace WxYarpGateway.Console.Pages;

/// <summary>Sets up what pages need.</summary>
internal static class PagesSetup
{
    /// <summary>Adds the readers of pages; a new page adds its own line.</summary>
    public static void AddPages(this IServiceCollection services)
    {
        services.AddScoped<OverviewReader>();
        services.AddScoped<RecordReader>();
        services.AddScoped<UndeliveredReader>();
        services.AddScoped<TryReader>();
    }
}
