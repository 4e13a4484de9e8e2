using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.MiniPrograms.Messages;

/// <summary>Adds to a message in mpapi's form how its author wants to be seen, as mpapi did from its own tables.</summary>
internal sealed partial class AuthorTransform(LoginCatalog apps, IUserStore users, TimeProvider clock, ILogger<AuthorTransform> logger)
    : TwoWayTransform
{
    // The backend is still to be called before WeChat's five seconds are over.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly RepeatedWarning _warning = new(clock);

    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return MessageApi.IsOf(message.Target) && message.FromUserName.Length > 0
            && apps.TryFind(message.Service.Account.AppId.Value, out var app)
                ? AddAsync(message, app, cancellationToken)
                : default;
    }

    private async ValueTask<Reply?> AddAsync(MessageContext message, LoginApp app, CancellationToken cancellationToken)
    {
        if (await FindAsync(app, message.FromUserName, cancellationToken) is { } user && (user.Nickname + user.AvatarUrl).Length > 0)
        {
            message.Body = AuthorJson.Append(message.Body, user);
        }

        return null;
    }

    private async ValueTask<LoginUser?> FindAsync(LoginApp app, string openId, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var found = await users.SearchAsync(app.AppId.Value, new UserSearch { OpenId = openId, Most = 1 }, both.Token);
            return found is [var kept] ? kept.User : null;
        }
        catch (UsersUnavailableException exception)
        {
            return NotTold(app, exception.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return NotTold(app, $"The database did not answer within {Limit.TotalSeconds:0} s.");
        }
    }

    private LoginUser? NotTold(LoginApp app, string reason)
    {
        if (_warning.IsDue(out var leftOut))
        {
            Log.NotTold(logger, app.ShownName, reason, leftOut);
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A message of service '{Service}' goes to its MessageApi without its author's name and picture: '{Reason}' Such warnings left "
            + "out since the last: '{LeftOut}'.",
            EventName = "NotTold")]
        public static partial void NotTold(ILogger logger, string service, string reason, long leftOut);
    }
}
