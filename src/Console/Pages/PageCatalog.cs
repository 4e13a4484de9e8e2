using MudBlazor;
using WxYarpGateway.Console.Access;

namespace WxYarpGateway.Console.Pages;

/// <summary>The pages of the navigation, in its order. A new page is a new line here.</summary>
internal static class PageCatalog
{
    /// <summary>Gets the pages.</summary>
    public static IReadOnlyList<ConsolePage> Pages { get; } =
    [
        new("/", "Overview", Icons.Material.Filled.Dashboard, Policies.Viewer),
        new("/live", "Live", Icons.Material.Filled.Stream, Policies.Viewer),
        new("/records", "Records", Icons.Material.Filled.History, Policies.Viewer),
        new("/undelivered", "Undelivered", Icons.Material.Filled.MarkEmailUnread, Policies.Viewer),
        new("/rules", "Rules", Icons.Material.Filled.Rule, Policies.Viewer),
        new("/authorizers", "Authorizers", Icons.Material.Filled.Storefront, Policies.Viewer),
        new("/versions", "Versions", Icons.Material.Filled.Layers, Policies.Viewer),
        new("/releases", "Releases", Icons.Material.Filled.RocketLaunch, Policies.Viewer),
        new("/users", "Users", Icons.Material.Filled.People, Policies.Viewer),
        new("/notices", "Notices", Icons.Material.Filled.Notifications, Policies.Viewer),
        new("/try", "Try", Icons.Material.Filled.Science, Policies.Operator),
        new("/settings", "Settings", Icons.Material.Filled.Settings, Policies.Operator),
        new("/accounts", "Accounts", Icons.Material.Filled.Groups, Policies.Admin),
        new("/audit", "Audit", Icons.Material.Filled.FactCheck, Policies.Admin),
    ];
}
