using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>A token or ticket in the memory of this replica, without the token.</summary>
/// <param name="Kind">What it is, such as <c>access_token</c>.</param>
/// <param name="AgeSeconds">How long this replica has had it; <see langword="null"/> when it has none.</param>
/// <param name="ExpiresIn">How many seconds it will still be served; <see langword="null"/> when there is none.</param>
/// <param name="Error">What went wrong when a new one was asked for last.</param>
internal sealed record TokenAnswer(string Kind, long? AgeSeconds, long? ExpiresIn, string? Error)
{
    /// <summary>Returns how it stands with a token.</summary>
    public static TokenAnswer Of(TokenState state)
        => new(state.Kind.Name(), (long?)state.Age?.TotalSeconds, (long?)state.Left?.TotalSeconds, state.Error);
}
