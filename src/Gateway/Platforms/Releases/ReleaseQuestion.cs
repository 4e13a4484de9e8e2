using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>Reads the queries and small bodies about releases; each error has its path.</summary>
internal static class ReleaseQuestion
{
    /// <summary>The longest page.</summary>
    public const int LargestLimit = 500;

    private const int UsualLimit = 100;

    /// <summary>Reads a page of releases: after which, and how many.</summary>
    public static (Guid? After, int Limit, GatewayError? Error) ReadList(IQueryCollection query)
    {
        var errors = QueryErrors.In(query, ["after", "limit"]);
        Guid? after = null;
        if (query["after"].ToString() is { Length: > 0 } text)
        {
            after = Guid.TryParseExact(text, "N", out var id) ? id : null;
            if (after is null)
            {
                errors.Add(new RequestError("after", "must be the next of an answer"));
            }
        }

        var limit = LimitOf(query, errors);
        return (after, limit, ErrorOf(errors));
    }

    /// <summary>Reads a page of mini programs: in which state, after which, and how many.</summary>
    public static (ItemState? State, string? After, int Limit, GatewayError? Error) ReadItems(IQueryCollection query)
    {
        var errors = QueryErrors.In(query, ["state", "after", "limit"]);
        ItemState? state = null;
        if (query["state"].ToString() is { Length: > 0 } text && (state = StateOf(text)) is null)
        {
            errors.Add(new RequestError("state", $"must be one of {string.Join(", ", Enum.GetNames<ItemState>())}"));
        }

        var after = query["after"].ToString() is { Length: > 0 } last ? last : null;
        var limit = LimitOf(query, errors);
        return (state, after, limit, ErrorOf(errors));
    }

    /// <summary>Returns a state by its name, whatever its case.</summary>
    public static ItemState? StateOf(string? text)
        => Array.FindIndex(Enum.GetNames<ItemState>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? (ItemState)index
            : null;

    private static GatewayError? ErrorOf(List<RequestError> errors) => errors.Count > 0 ? GatewayError.Refused(errors) : null;

    private static int LimitOf(IQueryCollection query, List<RequestError> errors)
    {
        var limit = UsualLimit;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > LargestLimit))
        {
            errors.Add(new RequestError("limit", $"must be a number from 1 to {LargestLimit}"));
        }

        return limit;
    }
}
