using WxYarpGateway.Console.Pages.Authorizers;
using WxYarpGateway.Console.Pages.Keys;
using WxYarpGateway.Console.Pages.Notices;
using WxYarpGateway.Console.Pages.Overview;
using WxYarpGateway.Console.Pages.Records;
using WxYarpGateway.Console.Pages.Releases;
using WxYarpGateway.Console.Pages.Rules;
using WxYarpGateway.Console.Pages.Settings;
using WxYarpGateway.Console.Pages.Try;
using WxYarpGateway.Console.Pages.Undelivered;
using WxYarpGateway.Console.Pages.Users;
using WxYarpGateway.Console.Pages.Versions;

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
        services.AddScoped<RulesReader>();
        services.AddScoped<AuthorizersReader>();
        services.AddScoped<VersionsReader>();
        services.AddScoped<ReleasesReader>();
        services.AddScoped<UsersReader>();
        services.AddScoped<NoticesReader>();
        services.AddScoped<SettingsReader>();
        services.AddScoped<ApiKeyMaker>();
    }
}
