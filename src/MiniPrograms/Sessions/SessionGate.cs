using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>Tells who sends a request: the user of the token in the header <c>User-Token</c>, or nobody.</summary>
internal sealed class SessionGate(UserSessions sessions)
{
    /// <summary>The header with the token.</summary>
    public const string Header = "User-Token";

    /// <summary>Returns who it is, or the answer to a token that is not good. A token is looked up whatever it looks like.</summary>
    /// <param name="request">The request. One that is aborted gives up.</param>
    /// <param name="app">The mini program that it is for.</param>
    /// <param name="isRequired">Whether a request without a token is refused.</param>
    /// <exception cref="Users.UsersUnavailableException">The database is away, and this process does not remember the session.</exception>
    public ValueTask<Entry> EnterAsync(HttpRequest request, LoginApp app, bool isRequired)
    {
        var tokens = request.Headers[Header];
        if (tokens.Count > 1)
        {
            return ValueTask.FromResult(new Entry(null, LoginAnswer.NotLoggedIn));
        }

        if (tokens.Count == 0 || tokens[0] is not { Length: > 0 } token)
        {
            return ValueTask.FromResult(new Entry(null, isRequired ? LoginAnswer.NotLoggedIn : null));
        }

        return sessions.TryFind(app, token, out var digest, out var session)
            ? ValueTask.FromResult(new Entry(session, null))
            : ReadAsync(app, digest, request.HttpContext.RequestAborted);
    }

    private async ValueTask<Entry> ReadAsync(LoginApp app, TokenDigest digest, CancellationToken cancellationToken)
        => await sessions.ReadAsync(app, digest, cancellationToken) is { } session
            ? new Entry(session, null)
            : new Entry(null, LoginAnswer.NotLoggedIn);

    /// <summary>Who sends a request.</summary>
    /// <param name="Session">The session; <see langword="null"/> when nobody is logged in.</param>
    /// <param name="Refused">The answer, when the request may not go on.</param>
    internal readonly record struct Entry(UserSession? Session, LoginAnswer? Refused);
}
