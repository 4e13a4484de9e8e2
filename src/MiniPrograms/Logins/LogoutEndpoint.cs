using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.MiniPrograms.Logins;

/// <summary>Logs out: the session of the request, or with <c>{"all":true}</c> all of the user's.</summary>
internal sealed class LogoutEndpoint(UserSessions sessions) : ILoginEndpoint
{
    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Logout;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.Required;

    /// <inheritdoc/>
    public ValueTask<LoginAnswer> AnswerAsync(LoginCall call) => call.WithBodyAsync(async body =>
    {
        if (body.IsSet("all"))
        {
            await sessions.EndAllOfAsync(call.User.User.Id, call.Aborted);
        }
        else
        {
            await sessions.EndAsync(call.User, call.Aborted);
        }

        return LoginAnswer.Success;
    });
}
