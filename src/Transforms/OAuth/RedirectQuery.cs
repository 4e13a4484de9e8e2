using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>The query that a browser brings back from WeChat.</summary>
/// <param name="Code">The code, decoded; may be empty.</param>
/// <param name="State">The state, decoded; may be empty.</param>
/// <param name="Error">The error in either, or <see langword="null"/>.</param>
internal sealed record RedirectQuery(string Code, string State, string? Error)
{
    // WeChat's limit for a state, in bytes.
    private const int LongestState = 128;

    /// <summary>Reads the query string.</summary>
    public static RedirectQuery Read(QueryString query)
    {
        string? code = null, state = null, error = null;
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            switch (parameter.DecodeName().Span)
            {
                case "code":
                    error ??= code is null ? null : "The code is there more than once.";
                    code = parameter.DecodeValue().ToString();
                    break;
                case "state":
                    error ??= state is null ? null : "The state is there more than once.";
                    state = parameter.DecodeValue().ToString();
                    break;
            }
        }

        return state is { Length: > LongestState }
            ? new RedirectQuery("", "", error ?? $"The state is longer than {LongestState} characters.")
            : new RedirectQuery(code ?? "", state ?? "", error);
    }

    // The generated ToString would print the code.
    public override string ToString() => "***";
}
