namespace WxYarpGateway.Gateway.ApiProxy.Tokens;

/// <summary>Takes a caller's access_token out of a query, and puts ours in. All the rest stays as it is, byte for byte.</summary>
internal static class AccessTokenQuery
{
    /// <summary>The name of an account's token.</summary>
    public const string Name = "access_token";

    /// <summary>The name of a platform's token, on most of its paths.</summary>
    public const string ComponentName = "component_access_token";

    /// <summary>Returns the query without any access_token, however it is spelt; with its question mark, or empty.</summary>
    public static string Without(string query) => Without(query, Name);

    /// <summary>Returns the query without a parameter, however its name is spelt; with its question mark, or empty.</summary>
    public static string Without(string query, string name)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var rest = string.Join('&', query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !Is(pair, name)));
        return rest.Length == 0 ? "" : "?" + rest;
    }

    /// <summary>Returns whether there is an access_token among the parameters.</summary>
    public static bool IsIn(string query) => query.Split('&').Any(pair => Is(pair, Name));

    /// <summary>Returns the address with a caller's own query after what it has.</summary>
    public static Uri WithCallers(Uri url, string query)
    {
        var callers = query.TrimStart('?');
        var own = url.Query.TrimStart('?');
        return callers.Length == 0 ? url : new Uri($"{url.GetLeftPart(UriPartial.Path)}?{own}{(own.Length == 0 ? "" : "&")}{callers}");
    }

    /// <summary>Returns the address with this access_token and no other.</summary>
    public static Uri With(Uri url, string token) => With(url, token, Name);

    /// <summary>Returns the address with this token and no other of its name.</summary>
    public static Uri With(Uri url, string token, string name)
    {
        var rest = Without(url.Query, name);
        return new Uri($"{url.GetLeftPart(UriPartial.Path)}{(rest.Length == 0 ? "?" : rest + "&")}{name}={Uri.EscapeDataString(token)}");
    }

    // Servers read %5f and + as they read _ and a space, and some trim.
    private static bool Is(string pair, string name)
        => Uri.UnescapeDataString(pair.Split('=', 2)[0].Replace('+', ' ')).Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}
