using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Platforms.Authorizers;

/// <summary>Reads the query of a search for accounts; each error has its path.</summary>
internal static class AuthorizerQuestion
{
    private const int LargestLimit = 200;
    private const int UsualLimit = 100;

    private static readonly string[] Known = ["status", "kind", "tag", "name", "after", "limit"];

    /// <summary>Reads a search.</summary>
    public static (AuthorizerSearch? Search, GatewayError? Error) Read(IQueryCollection query)
    {
        var errors = QueryErrors.In(query, Known);
        var search = new AuthorizerSearch
        {
            State = OneOf<AuthorizerState>(query, "status", errors),
            Kind = OneOf<ServiceKind>(query, "kind", errors),
            Tag = Text(query, "tag"),
            Text = Text(query, "name"),
            After = Text(query, "after"),
            Limit = LimitOf(query, errors),
        };
        return errors.Count > 0 ? (null, GatewayError.Refused(errors)) : (search, null);
    }

    private static string? Text(IQueryCollection query, string name)
        => query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } text ? text : null;

    private static T? OneOf<T>(IQueryCollection query, string name, List<RequestError> errors)
        where T : struct, Enum
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        var known = Enum.GetNames<T>();
        if (Array.Find(known, one => one.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            return Enum.Parse<T>(found);
        }

        errors.Add(new RequestError(name, $"must be one of {string.Join(", ", known)}"));
        return null;
    }

    private static int LimitOf(IQueryCollection query, List<RequestError> errors)
    {
        if (!query.TryGetValue("limit", out var text))
        {
            return UsualLimit;
        }

        if (int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= LargestLimit)
        {
            return limit;
        }

        errors.Add(new RequestError("limit", $"must be a number from 1 to {LargestLimit}"));
        return UsualLimit;
    }
}
