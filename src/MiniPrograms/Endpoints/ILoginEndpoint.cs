using WxYarpGateway.MiniPrograms.Answers;

namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>Answers one of the login paths, for any method. Register it as a singleton; a path without one is answered 404.</summary>
internal interface ILoginEndpoint
{
    /// <summary>Gets the path.</summary>
    LoginPath Path { get; }

    /// <summary>Gets whether it looks at the session.</summary>
    SessionNeed Session { get; }

    /// <summary>Gets how often it may be called.</summary>
    EndpointLimits Limits => EndpointLimits.None;

    /// <summary>Answers a request whose app, and session where one is needed, are known.</summary>
    /// <param name="call">The request.</param>
    /// <returns>The answer; <see cref="LoginAnswer.Written"/> when it was written already.</returns>
    /// <exception cref="Users.UsersUnavailableException">The database is away; the phone is answered 503.</exception>
    ValueTask<LoginAnswer> AnswerAsync(LoginCall call);
}
