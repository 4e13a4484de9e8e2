using System.Globalization;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Records;

/// <summary>What is searched for. What is empty lets all pass.</summary>
internal sealed record RecordFilter
{
    /// <summary>How many records a page has.</summary>
    public const int PageSize = 50;

    /// <summary>Gets the outcomes that records have.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["Replied", "Nothing", "Retry", "Late", "Unanswered", "Failed"];

    /// <summary>Gets the account.</summary>
    public string? Appid { get; init; }

    /// <summary>Gets the type of an authorization event.</summary>
    public string? InfoType { get; init; }

    /// <summary>Gets the type of a message.</summary>
    public string? MsgType { get; init; }

    /// <summary>Gets the name of an event.</summary>
    public string? Event { get; init; }

    /// <summary>Gets the outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>Gets the name of the rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets the earliest time; null for a day before the latest.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the latest time; null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets where the page begins.</summary>
    public string? After { get; init; }

    /// <summary>Returns the path of the search.</summary>
    public GatewayPath Path(RecordSource source) => source.Path()
        .With("appid", Appid)
        .With("infoType", InfoType)
        .With("msgType", MsgType)
        .With("event", Event)
        .With("outcome", Outcome)
        .With("rule", Rule)
        .With("from", Text(From))
        .With("to", Text(To))
        .With("after", After)
        .With("limit", PageSize);

    private static string? Text(DateTimeOffset? time)
        => time?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
