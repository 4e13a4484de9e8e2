using WxYarpGateway.Console.Gateways.Records;

namespace WxYarpGateway.Console.Pages.Live;

/// <summary>Which pushes the live page shows. What is empty lets all pass.</summary>
internal sealed record LiveFilter
{
    /// <summary>Gets the service.</summary>
    public string Service { get; init; } = "";

    /// <summary>Gets a part of the appid.</summary>
    public string Appid { get; init; } = "";

    /// <summary>Gets a part of the type or of the event's name.</summary>
    public string Type { get; init; } = "";

    /// <summary>Gets the outcome.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Gets a part of the rule's name.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Gets a value indicating whether only failures are shown.</summary>
    public bool OnlyFailures { get; init; }

    /// <summary>Returns whether a push is shown.</summary>
    public bool Includes(PushRecord record)
        => (Service.Length == 0 || record.Service == Service)
            && Has(record.Appid, Appid)
            && (Has(record.MsgType, Type) || Has(record.Event, Type) || Has(record.InfoType, Type))
            && (Outcome.Length == 0 || record.Outcome == Outcome)
            && Has(record.Rule, Rule)
            && (!OnlyFailures || record.IsFailure);

    private static bool Has(string text, string part)
        => part.Length == 0 || text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
