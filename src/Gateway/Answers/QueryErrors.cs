namespace WxYarpGateway.Gateway.Answers;

/// <summary>Finds what is wrong with a query, whatever its parameters mean.</summary>
internal static class QueryErrors
{
    /// <summary>The most characters of a parameter.</summary>
    private const int LongestText = 256;

    /// <summary>Returns the errors: parameters that nobody knows or that are there twice, and texts that no database takes.</summary>
    /// <param name="query">The query.</param>
    /// <param name="known">The names of the parameters, whose case does not matter.</param>
    public static List<RequestError> In(IQueryCollection query, IReadOnlyCollection<string> known)
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
            else if (values.ToString() is var text && text.Length > LongestText)
            {
                errors.Add(new RequestError(name, $"must be a text of at most {LongestText} characters"));
            }
            else if (text.Contains('\0', StringComparison.Ordinal))
            {
                errors.Add(new RequestError(name, "must not have a NUL character"));
            }
        }

        return errors;
    }
}
