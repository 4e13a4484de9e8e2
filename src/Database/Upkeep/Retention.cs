namespace WxYarpGateway.Database.Upkeep;

/// <summary>Which rows of a table have had their time.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The columns of its key, separated by commas.</param>
/// <param name="Condition">The condition in SQL; <c>{0}</c> stands for the moment before which they have.</param>
/// <param name="Keep">How long rows are kept; zero or less removes all of the condition.</param>
internal sealed record Retention(string Table, string Key, string Condition, TimeSpan Keep)
{
    // A removed account takes what belongs to it along, in this order.
    private const string Forgotten = "status = 'Unauthorized' AND updated_at < {0}";

    /// <summary>Gets what holds for every gateway.</summary>
    public static IReadOnlyList<Retention> Always { get; } =
    [
        new("event_inbox", "id", "state <> 'Waiting' AND due_at < {0}", TimeSpan.FromDays(7)),
        new("session", "token_sha256", "expires_at <= {0}", TimeSpan.Zero),
        new("notice", "id", "state IN (2, 3, 4) AND due_at < {0}", TimeSpan.FromDays(30)),
        new(
            "authorizer_tag",
            "platform, appid, tag",
            $"EXISTS (SELECT 1 FROM authorizer WHERE authorizer.platform = authorizer_tag.platform AND authorizer.appid = authorizer_tag.appid "
                + $"AND {Forgotten})",
            TimeSpan.FromDays(30)),
        new("authorizer", "platform, appid", Forgotten, TimeSpan.FromDays(30)),
        new(
            "release_item",
            "release, appid",
            "release IN (SELECT id FROM release WHERE ended_at < {0})",
            TimeSpan.FromDays(180)),
        new("release", "id", "ended_at < {0}", TimeSpan.FromDays(180)),
        new("audit_log", "id", "at < {0}", TimeSpan.FromDays(400)),
    ];
}
