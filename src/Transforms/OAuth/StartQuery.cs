using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>What whoever starts a redirect asks for.</summary>
/// <param name="Scope">WeChat's scope.</param>
/// <param name="State">What the backend gets back; empty for nothing.</param>
/// <param name="To">Where the redirect wants to end; <see langword="null"/> when that was not said.</param>
internal sealed record StartQuery(string Scope, string State, string? To)
{
    // WeChat: without asking the user, openid only; and with asking, the profile.
    private const string BaseScope = "snsapi_base";
    private const string ProfileScope = "snsapi_userinfo";

    private const string NotEncoded
        = "has a query that is not percent-encoded, so what follows its & would be lost: write %3F, %3D and %26 for ?, = and &";

    // As WeChat's own state.
    private const int LongestState = 128;

    /// <summary>Reads the parameters, or says what is wrong with the first that is; an empty one is as good as none.</summary>
    public static bool TryRead(
        QueryString query, IReadOnlyList<string> returnHosts, [NotNullWhen(true)] out StartQuery? read, [NotNullWhen(false)] out StartError? error)
    {
        read = null;
        string? scope = null, state = null, to = null;
        var isToOpen = false;
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            var name = parameter.DecodeName().ToString();
            var value = parameter.DecodeValue().ToString();
            error = name switch
            {
                "scope" => Take(name, value, ref scope),
                "state" => Take(name, value, ref state),
                "to" => Take(name, value, ref to),
                _ when isToOpen => StartError.BadParameter("to", NotEncoded),
                _ => null,
            };
            isToOpen |= name is "to" && IsOpen(parameter.EncodedValue.Span);
            if (error is not null)
            {
                return false;
            }
        }

        error = WhatIsWrong(scope, state, to, returnHosts);
        read = error is null ? new StartQuery(string.IsNullOrEmpty(scope) ? BaseScope : scope, state ?? "", string.IsNullOrEmpty(to) ? null : to) : null;
        return read is not null;
    }

    // Whoever encodes an address encodes these as well; whoever does not, means what follows the next & to belong to it.
    private static bool IsOpen(ReadOnlySpan<char> encoded) => encoded.IndexOfAny('?', '=') >= 0;

    private static StartError? Take(string name, string value, ref string? taken)
    {
        var isFirst = taken is null;
        taken ??= value;
        return isFirst ? null : StartError.BadParameter(name, "is there more than once");
    }

    private static StartError? WhatIsWrong(string? scope, string? state, string? to, IReadOnlyList<string> returnHosts)
        => scope is not (null or "" or BaseScope or ProfileScope) ? StartError.BadParameter("scope", $"must be {BaseScope} or {ProfileScope}")
            : state is { Length: > LongestState } ? StartError.BadParameter("state", $"must have at most {LongestState} characters")
            : to is { Length: > ReturnAddress.LongestLength } ? StartError.BadParameter("to", $"must have at most {ReturnAddress.LongestLength} characters")
            : to is { Length: > 0 } && !ReturnAddress.IsAllowed(to, returnHosts) ? StartError.BadParameter("to", "must be a path of this host, or an http or https address at one of the OAuthReturnHosts, percent-encoded where it is not plain ASCII")
            : null;

    // The generated one would print the state, which may be a secret of the backend's.
    public override string ToString() => "***";
}
