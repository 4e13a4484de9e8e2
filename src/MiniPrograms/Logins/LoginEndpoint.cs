using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Codes.Logins;

namespace WxYarpGateway.MiniPrograms.Logins;

/// <summary>
/// Logs in: the code of <c>wx.login</c> is exchanged once, its user is kept, and the phone gets a token of ours. A phone that repeats the
/// request within five minutes gets another token for the same code.
/// </summary>
internal sealed class LoginEndpoint(ILoginCodes codes, IUserStore users, UserSessions sessions, LoginMetrics metrics) : ILoginEndpoint
{
    private const int LongestCode = 128;

    private static readonly LoginAnswer NoCode = LoginAnswer.Invalid(
        $"code must be a text of 1 to {LongestCode} printable characters, the one that wx.login gave");

    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Login;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.None;

    /// <inheritdoc/>
    public EndpointLimits Limits { get; } = new(PerClient: Allowance.PerMinute(20), PerApp: Allowance.PerMinute(1000));

    /// <inheritdoc/>
    public ValueTask<LoginAnswer> AnswerAsync(LoginCall call) => call.WithBodyAsync(
        body => body.Text("code") is { } code && IsCode(code) ? LogInAsync(call, code) : new(NoCode));

    private static bool IsCode(string code)
        => code.Length is > 0 and <= LongestCode && !code.AsSpan().ContainsAnyExceptInRange('!', '~');

    private async ValueTask<LoginAnswer> LogInAsync(LoginCall call, string code)
    {
        var exchanged = await codes.ExchangeAsync(call.App.Account, code, call.Aborted);
        if (!exchanged.TryGet(out var login, out var error))
        {
            metrics.Failed(call.App.ShownName, error);
            return LoginErrors.AnswerOf(error);
        }

        // From here on the code is used up, so a phone that hangs up does not end the work.
        var id = await users.EnterAsync(
            call.App.AppId.Value, login.OpenId.Value, login.UnionId, login.SessionKey, CancellationToken.None);
        if (await sessions.BeginAsync(call.App, id, CancellationToken.None) is not { } token)
        {
            return LoginAnswer.NotLoggedIn;
        }

        metrics.LoggedIn(call.App.ShownName);
        return LoginAnswer.Of(json =>
        {
            json.WriteString("token"u8, token);
            json.WriteString("openid"u8, login.OpenId.Value);
        });
    }
}
