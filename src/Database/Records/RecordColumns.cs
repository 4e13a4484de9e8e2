using System.Linq.Expressions;
using WxYarpGateway.Database.Tables.Records;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>How a record stands in the columns of its table.</summary>
internal static class RecordColumns
{
    /// <summary>The columns in the order in which they are written.</summary>
    public const string Names =
        "id, received_at, service, appid, info_type, msg_type, event, message_id, user_hash, attempt, outcome, rule, backend, ms, reply, "
        + "trace_id, steps, body";

    /// <summary>The number of columns.</summary>
    public const int Count = 18;

    /// <summary>Returns the text for a column that may be NULL.</summary>
    public static string? TextOf(string text) => text.Length > 0 ? text : null;

    /// <summary>Gets what makes the record of a row, without its body, in a query.</summary>
    public static Expression<Func<RecordRow, StoredRecord>> Record { get; } = row => new StoredRecord
    {
        Id = row.Id,
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAt),
        Service = row.Service,
        AppId = row.AppId,
        InfoType = row.InfoType ?? "",
        MsgType = row.MsgType ?? "",
        Event = row.Event ?? "",
        MessageId = row.MessageId ?? "",
        UserHash = row.UserHash ?? "",
        Attempt = row.Attempt,
        Outcome = row.Outcome,
        Rule = row.Rule ?? "",
        Backend = row.Backend ?? "",
        Milliseconds = row.Milliseconds,
        Reply = row.Reply ?? "",
        TraceId = row.TraceId ?? "",
        Steps = row.Steps ?? "",
    };

    // One list of the columns serves both. Asked for by one id at a time, so it need not be fast.
    private static readonly Func<RecordRow, StoredRecord> Reading = Record.Compile(preferInterpretation: true);

    /// <summary>Returns the record of a row that was read, without its body.</summary>
    public static StoredRecord RecordOf(RecordRow row) => Reading(row);
}
