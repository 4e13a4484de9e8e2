using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Logins;

/// <summary>
/// Ends the sessions of a user who closes the account with a mini program (event <c>user_authorization_cancellation</c>). The message goes
/// on: the backend has data of its own to delete.
/// </summary>
/// <remarks>Source: developers.weixin.qq.com/miniprogram, 授权用户信息变更: the user is in <c>OpenID</c>, the sender is WeChat's own.</remarks>
internal sealed partial class WithdrawalGate(
    LoginCatalog apps, IUserStore users, UserSessions sessions, TimeProvider clock, ILogger<WithdrawalGate> logger) : IMessageGate
{
    // WeChat waits for five seconds, and the backend is still to be called.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private const string Cancellation = "user_authorization_cancellation";

    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
        => message.Event == Cancellation && !message.IsTest && apps.TryFind(message.Service.Account.AppId.Value, out var app)
            ? EndAsync(message, app, cancellationToken)
            : default;

    private async ValueTask<Reply?> EndAsync(MessageContext message, LoginApp app, CancellationToken cancellationToken)
    {
        if (message.GetString("OpenID") is not { Length: > 0 } openId)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var found = await users.SearchAsync(app.AppId.Value, new UserSearch { OpenId = openId, Most = 1 }, both.Token);
            foreach (var kept in found)
            {
                await sessions.EndAllOfAsync(kept.User.Id, both.Token);
                Log.Ended(logger, kept.User.Id, app.ShownName);
            }

            return null;
        }
        catch (UsersUnavailableException e)
        {
            return ComeAgain(app, e.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return ComeAgain(app, $"The database did not answer within {Limit.TotalSeconds:0} s.");
        }
    }

    private Reply ComeAgain(LoginApp app, string reason)
    {
        Log.NotEnded(logger, app.ShownName, reason);
        return Reply.TryLater;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "User '{User}' of service '{Service}' closed the account with the mini program. All sessions of the user were ended.",
            EventName = "Ended")]
        public static partial void Ended(ILogger logger, long user, string service);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The sessions of a user of service '{Service}' who closed the account cannot be ended: '{Reason}' WeChat is asked to push the "
            + "event again.",
            EventName = "NotEnded")]
        public static partial void NotEnded(ILogger logger, string service, string reason);
    }
}
