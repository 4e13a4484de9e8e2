using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Gateway.Records;

/// <summary>Reads the query of a search for records; each error has its path.</summary>
internal static class RecordQuestion
{
    private static readonly string[] Filters = ["appid", "infoType", "msgType", "event", "outcome", "rule"];
    private static readonly string[] Outcomes = [.. Enum.GetNames<PushOutcome>(), StoredRecord.Imported];
    private static readonly string[] Search = [.. Filters, "from", "to", "after", "limit"];

    /// <summary>Reads a search.</summary>
    public static (RecordQuery? Query, GatewayError? Error) Read(IQueryCollection query, string service, DateTimeOffset now)
    {
        var errors = QueryErrors.In(query, Search);
        var to = TimeOf(query, "to", errors) ?? now;
        var from = TimeOf(query, "from", errors) ?? to - RecordQuery.UsualRange;
        var limit = LimitOf(query, errors);
        Guid? after = null;
        if (Text(query, "after") is { } text)
        {
            if (Guid.TryParseExact(text, "N", out var id))
            {
                after = id;
            }
            else
            {
                errors.Add(new RequestError("after", "must be the next of an answer"));
            }
        }

        if (errors.Count == 0 && from > to)
        {
            errors.Add(new RequestError("from", "must not be later than to"));
        }
        else if (errors.Count == 0 && to - from > RecordQuery.LongestRange)
        {
            errors.Add(new RequestError("from", $"must be at most {RecordQuery.LongestRange.TotalDays:0} days before to"));
        }

        var filter = FilterOf(query, service, errors) with { From = from, To = to, After = after, Limit = limit };
        return errors.Count > 0 ? (null, GatewayError.Refused(errors)) : (filter, null);
    }

    /// <summary>Reads the filter of somebody who watches.</summary>
    public static (RecordQuery? Query, GatewayError? Error) ReadFilter(IQueryCollection query, string service)
    {
        var errors = QueryErrors.In(query, Filters);
        var filter = FilterOf(query, service, errors);
        return errors.Count > 0 ? (null, GatewayError.Refused(errors)) : (filter, null);
    }

    private static RecordQuery FilterOf(IQueryCollection query, string service, List<RequestError> errors)
    {
        var outcome = Text(query, "outcome");
        if (outcome is not null)
        {
            var found = Array.Find(Outcomes, name => name.Equals(outcome, StringComparison.OrdinalIgnoreCase));
            if (found is null)
            {
                errors.Add(new RequestError("outcome", $"must be one of {string.Join(", ", Outcomes)}"));
            }

            outcome = found;
        }

        return new RecordQuery(service)
        {
            AppId = Text(query, "appid"),
            InfoType = Text(query, "infoType"),
            MsgType = Text(query, "msgType"),
            Event = Text(query, "event"),
            Outcome = outcome,
            Rule = Text(query, "rule"),
        };
    }

    private static string? Text(IQueryCollection query, string name)
        => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private static int LimitOf(IQueryCollection query, List<RequestError> errors)
    {
        var limit = new RecordQuery("").Limit;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > RecordQuery.LargestLimit))
        {
            errors.Add(new RequestError("limit", $"must be a number from 1 to {RecordQuery.LargestLimit}"));
        }

        return limit;
    }

    // A time with its offset, as ISO 8601 has it, or milliseconds since 1970.
    private static DateTimeOffset? TimeOf(IQueryCollection query, string name, List<RequestError> errors)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        // In a query that is not encoded, the sign of an offset is a space.
        if (DateTimeOffset.TryParse(
            text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time)
            && time >= DateTimeOffset.UnixEpoch
            && text.Length >= "yyyy-MM-dd".Length)
        {
            return time;
        }

        errors.Add(new RequestError(name, "must be a time such as 2026-11-30T08:00:00Z, or milliseconds since 1970"));
        return null;
    }
}
