using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pages.Authorizers;

/// <summary>Which accounts are looked for.</summary>
/// <param name="Text">The beginning of the name, or a whole AppId or original id; empty for all.</param>
/// <param name="Status">The state; empty for all.</param>
/// <param name="Kind">The kind; empty for all.</param>
/// <param name="Tag">A tag; empty for all.</param>
/// <param name="After">The last AppId of the page before; empty for the first page.</param>
public sealed record AuthorizerFilter(string Text = "", string Status = "", string Kind = "", string Tag = "", string After = "")
{
    /// <summary>How many accounts a page has, unless <see cref="Limit"/> says otherwise.</summary>
    public const int OnPage = 50;

    /// <summary>The states that can be asked for.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["Authorized", "Unauthorized", "Broken", "NeedsCode", "Test"];

    /// <summary>The kinds that can be asked for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["OfficialAccount", "MiniProgram", "ChannelsShop", "Other"];

    /// <summary>Gets how many accounts a page has.</summary>
    public int Limit { get; init; } = OnPage;

    /// <summary>Returns the path of the call.</summary>
    public GatewayPath PathOf(string platform) => GatewayPath.Of("platform", platform, "authorizers")
        .With("name", Text.Trim())
        .With("status", Status)
        .With("kind", Kind)
        .With("tag", Tag.Trim())
        .With("after", After)
        .With("limit", Limit);
}
