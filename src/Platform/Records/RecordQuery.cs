namespace WxYarpGateway.Platform.Records;

/// <summary>Which records are asked for. A filter that is <see langword="null"/> lets all pass; the others compare whole texts.</summary>
/// <param name="Service">The service's name.</param>
public sealed record RecordQuery(string Service)
{
    /// <summary>The most records of one answer.</summary>
    public const int LargestLimit = 200;

    /// <summary>The longest range of one question.</summary>
    public static readonly TimeSpan LongestRange = TimeSpan.FromDays(7);

    /// <summary>The usual range, up to now.</summary>
    public static readonly TimeSpan UsualRange = TimeSpan.FromHours(24);

    /// <summary>Gets the account's AppId.</summary>
    public string? AppId { get; init; }

    /// <summary>Gets the InfoType.</summary>
    public string? InfoType { get; init; }

    /// <summary>Gets the MsgType.</summary>
    public string? MsgType { get; init; }

    /// <summary>Gets the event's name.</summary>
    public string? Event { get; init; }

    /// <summary>Gets the outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>Gets the name of the rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets the earliest time of arrival.</summary>
    public DateTimeOffset From { get; init; }

    /// <summary>Gets the latest time of arrival.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>Gets the id of the last record of the page before; the answer goes on behind it.</summary>
    public Guid? After { get; init; }

    /// <summary>Gets the most records to return.</summary>
    /// <value>From 1 to <see cref="LargestLimit"/>.</value>
    public int Limit { get; init; } = 50;

    /// <summary>Returns whether a record passes the filters; its time is not looked at.</summary>
    /// <param name="record">The record.</param>
    public bool Includes(StoredRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Service.Equals(Service, StringComparison.OrdinalIgnoreCase)
            && (AppId is null || record.AppId == AppId)
            && (InfoType is null || record.InfoType == InfoType)
            && (MsgType is null || record.MsgType == MsgType)
            && (Event is null || record.Event == Event)
            && (Outcome is null || record.Outcome.Equals(Outcome, StringComparison.OrdinalIgnoreCase))
            && (Rule is null || record.Rule == Rule);
    }
}
