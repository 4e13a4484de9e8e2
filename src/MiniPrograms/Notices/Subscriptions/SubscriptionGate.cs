using System.Text.Json;
using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Notices.Subscriptions;

/// <summary>
/// Keeps what users say to subscribe messages, and what became of those. The event goes on to the backend, whatever happens.
/// </summary>
internal sealed partial class SubscriptionGate(
    LoginCatalog apps, ISubscriptionStore subscriptions, TimeProvider clock, ILogger<SubscriptionGate> logger) : IMessageGate
{
    // WeChat waits for five seconds, and the backend is still to be called.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly RepeatedWarning _warning = new(clock);

    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
        => SubscriptionEvent.IsOne(message.Event) && message.FromUserName.Length > 0
            && apps.TryFind(message.Service.Account.AppId.Value, out var app)
                ? KeepAsync(message, app, cancellationToken)
                : default;

    private async ValueTask<Reply?> KeepAsync(MessageContext message, LoginApp app, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (SubscriptionEvent.Read(message.Event, message.Body) is { Count: > 0 } told)
            {
                await subscriptions.ApplyAsync(app.AppId.Value, message.FromUserName, told, both.Token);
            }
        }
        catch (UsersUnavailableException exception)
        {
            Warn(app, exception.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Warn(app, $"The database did not answer within {Limit.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for half of a surrogate pair.
            Warn(app, "The event cannot be read.");
        }

        return null;
    }

    private void Warn(LoginApp app, string reason)
    {
        if (_warning.IsDue(out var leftOut))
        {
            Log.NotKept(logger, app.ShownName, reason, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "What a user of service '{Service}' said to subscribe messages is not kept: '{Reason}' The event goes on to the backend. Such "
            + "warnings left out since the last: '{LeftOut}'.",
            EventName = "NotKept")]
        public static partial void NotKept(ILogger logger, string service, string reason, long leftOut);
    }
}
