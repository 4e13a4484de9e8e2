using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>Which part of a history is asked for.</summary>
/// <param name="Rule">The rule; <see langword="null"/> for all.</param>
/// <param name="After">Where the page begins; <see langword="null"/> for the newest.</param>
/// <param name="Limit">The most changes.</param>
internal sealed record HistoryQuestion(string? Rule, long? After, int Limit)
{
    private const int UsualLimit = 50;

    private static readonly string[] Paging = ["after", "limit"];

    /// <summary>Reads a query; each error has its path.</summary>
    public static (HistoryQuestion? Question, GatewayError? Error) Read(IQueryCollection query, params string[] filters)
    {
        var errors = QueryErrors.In(query, [.. filters, .. Paging]);
        long? after = null;
        if (Text(query, "after") is { } text)
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                after = id;
            }
            else
            {
                errors.Add(new RequestError("after", "must be the next of an answer"));
            }
        }

        var limit = UsualLimit;
        if (Text(query, "limit") is { } number
            && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > IChangeHistory.LargestLimit))
        {
            errors.Add(new RequestError("limit", $"must be a number from 1 to {IChangeHistory.LargestLimit}"));
        }

        return errors.Count > 0 ? (null, GatewayError.Refused(errors)) : (new HistoryQuestion(Text(query, "rule"), after, limit), null);
    }

    private static string? Text(IQueryCollection query, string name)
        => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;
}
