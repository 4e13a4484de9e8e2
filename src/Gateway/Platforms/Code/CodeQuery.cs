using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>The query of a request. Every unknown parameter, and one that is there twice, is an error.</summary>
internal sealed class CodeQuery
{
    private const int Longest = 1024;

    private readonly IQueryCollection _query;
    private readonly List<RequestError> _errors = [];

    /// <summary>Reads a query.</summary>
    public CodeQuery(IQueryCollection query, params string[] known)
    {
        _query = query;
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                Refuse(name, $"is not a known parameter; known are {string.Join(", ", known)}");
            }
            else if (values.Count > 1)
            {
                Refuse(name, "is there twice");
            }
            else if (values.ToString().Length > Longest)
            {
                Refuse(name, $"must be a text of at most {Longest} characters");
            }
        }
    }

    /// <summary>Gets the error to answer; null when nothing is wrong.</summary>
    public GatewayError? Error => _errors.Count == 0 ? null : GatewayError.Refused(_errors);

    /// <summary>Adds an error.</summary>
    public void Refuse(string name, string problem) => _errors.Add(new RequestError(name, problem));

    /// <summary>Returns a text; null when it is missing or empty.</summary>
    public string? Text(string name) => _query[name] is { Count: > 0 } values && values[0] is { Length: > 0 } text ? text : null;

    /// <summary>Returns one of some words; the first when there is none.</summary>
    public string OneOf(string name, params string[] words)
    {
        var text = Text(name) ?? words[0];
        if (!words.Contains(text, StringComparer.Ordinal))
        {
            Refuse(name, $"must be {string.Join(" or ", words)}");
        }

        return text;
    }
}
