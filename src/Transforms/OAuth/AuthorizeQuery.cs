using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>The query of a link that sends a browser to WeChat's authorize page.</summary>
/// <param name="Scope">WeChat's scope.</param>
/// <param name="State">The caller's state, which the backend gets back; may be empty.</param>
/// <param name="To">Where the redirect ends, or <see langword="null"/>.</param>
internal sealed record AuthorizeQuery(string Scope, string State, string? To)
{
    // WeChat's scopes: the openid without asking the user, or the profile after asking.
    private const string BaseScope = "snsapi_base";
    private const string ProfileScope = "snsapi_userinfo";

    private const string NotEncoded
        = "has a query that is not percent-encoded, so what follows its & would be lost: write %3F, %3D and %26 for ?, = and &";

    private const string NotAllowed
        = "must be a path of this host, or an http or https address at one of the OAuthReturnHosts, "
            + "percent-encoded where it is not plain ASCII";

    // WeChat's limit for its own state.
    private const int LongestState = 128;

    /// <summary>Reads the parameters, or returns the error of the first that is wrong. An empty parameter counts as absent.</summary>
    public static bool TryRead(
        QueryString query,
        IReadOnlyList<string> returnHosts,
        [NotNullWhen(true)] out AuthorizeQuery? read,
        [NotNullWhen(false)] out AuthorizeError? error)
    {
        read = null;
        string? scope = null, state = null, to = null;
        var isToUnencoded = false;
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            var name = parameter.DecodeName().ToString();
            var value = parameter.DecodeValue().ToString();
            error = name switch
            {
                "scope" => Take(name, value, ref scope),
                "state" => Take(name, value, ref state),
                "to" => Take(name, value, ref to),
                _ when isToUnencoded => AuthorizeError.BadParameter("to", NotEncoded),
                _ => null,
            };
            isToUnencoded |= name is "to" && IsUnencoded(parameter.EncodedValue.Span);
            if (error is not null)
            {
                return false;
            }
        }

        error = ErrorOf(scope, state, to, returnHosts);
        if (error is not null)
        {
            return false;
        }

        read = new AuthorizeQuery(string.IsNullOrEmpty(scope) ? BaseScope : scope, state ?? "", string.IsNullOrEmpty(to) ? null : to);
        return true;
    }

    // An encoded address has neither. One that is not encoded loses what follows its next &.
    private static bool IsUnencoded(ReadOnlySpan<char> encoded) => encoded.IndexOfAny('?', '=') >= 0;

    private static AuthorizeError? Take(string name, string value, ref string? taken)
    {
        var isFirst = taken is null;
        taken ??= value;
        return isFirst ? null : AuthorizeError.BadParameter(name, "is there more than once");
    }

    private static AuthorizeError? ErrorOf(string? scope, string? state, string? to, IReadOnlyList<string> returnHosts)
        => scope is not (null or "" or BaseScope or ProfileScope)
                ? AuthorizeError.BadParameter("scope", $"must be {BaseScope} or {ProfileScope}")
            : state is { Length: > LongestState }
                ? AuthorizeError.BadParameter("state", $"must have at most {LongestState} characters")
            : to is { Length: > ReturnAddress.LongestLength }
                ? AuthorizeError.BadParameter("to", $"must have at most {ReturnAddress.LongestLength} characters")
            : to is { Length: > 0 } && !ReturnAddress.IsAllowed(to, returnHosts)
                ? AuthorizeError.BadParameter("to", NotAllowed)
            : null;

    // The generated ToString would print the state, which may be a secret of the backend's.
    public override string ToString() => "***";
}
