using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Reads the query of a search for users; each error has its path.</summary>
internal static class UserQuestion
{
    /// <summary>The most entries of a page.</summary>
    public const int LargestLimit = 200;
    private const int LongestText = 256;

    private static readonly string[] Known = ["openid", "unionid", "phone", "after", "limit"];

    /// <summary>Reads a search.</summary>
    public static (UserSearch? Search, GatewayError? Error) Read(IQueryCollection query)
    {
        var errors = Unknown(query, Known);
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

    /// <summary>Returns the errors of parameters that are not known, are there twice, or are too long.</summary>
    public static List<RequestError> Unknown(IQueryCollection query, string[] known)
    {
        var errors = new List<RequestError>();
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(new RequestError(name, $"is not a known parameter; known are {string.Join(", ", known)}"));
            }
            else if (values.Count > 1)
            {
                errors.Add(new RequestError(name, "is there twice"));
            }
            else if (values.ToString().Length > LongestText)
            {
                errors.Add(new RequestError(name, $"must be a text of at most {LongestText} characters"));
            }
        }

        return errors;
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
