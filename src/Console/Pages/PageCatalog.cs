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
        new("/rules", "Rules", Icons.Material.Filled.Rule, Policies.Viewer),
        new("/authorizers", "Authorizers", Icons.Material.Filled.Storefront, Policies.Viewer),
        new("/versions", "Versions", Icons.Material.Filled.Layers, Policies.Viewer),
        new("/releases", "Releases", Icons.Material.Filled.RocketLaunch, Policies.Viewer),
        new("/accounts", "Accounts", Icons.Material.Filled.Groups, Policies.Admin),
        new("/audit", "Audit", Icons.Material.Filled.History, Policies.Admin),
    ];
}
