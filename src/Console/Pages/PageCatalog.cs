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
        new("/try", "Try", Icons.Material.Filled.Science, Policies.Operator),
    ];
}
