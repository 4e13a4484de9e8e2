using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Reads the query of a search for users; each error has its path.</summary>
internal static class UserQuestion
{
    /// <summary>The most entries of a page.</summary>
    public const int LargestLimit = 200;

    private static readonly string[] Known = ["openid", "unionid", "phone", "after", "limit"];

    /// <summary>Reads a search.</summary>
    public static (UserSearch? Search, GatewayError? Error) Read(IQueryCollection query)
    {
        var errors = QueryErrors.In(query, Known);
        var usual = new UserSearch();
        var search = new UserSearch
        {
            OpenId = Text(query, "openid"),
            UnionId = Text(query, "unionid"),
            Phone = Text(query, "phone"),
            After = Number(query, "after", 0, long.MaxValue, usual.After, errors),
            Most = (int)Number(query, "limit", 1, LargestLimit, usual.Most, errors),
        };
        return errors.Count > 0 ? (null, GatewayError.Refused(errors)) : (search, null);
    }

    /// <summary>Returns a number; adds an error when it is none.</summary>
    public static long Number(IQueryCollection query, string name, long least, long most, long usual, List<RequestError> errors)
    {
        if (!query.TryGetValue(name, out var text))
        {
            return usual;
        }

        if (long.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        errors.Add(new RequestError(name, most == long.MaxValue ? "must be the next of an answer"
            : string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}")));
        return usual;
    }

    private static string? Text(IQueryCollection query, string name)
        => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;
}
