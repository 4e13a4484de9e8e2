using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Messages;

/// <summary>Takes authorization events off the push path: they go to no backend, and their answer is exactly <c>success</c>.</summary>
/// <remarks>
/// Anything more than the bare word is the first cause that WeChat lists for missing tickets. Source: 第三方平台, "component_verify_ticket
/// troubleshooting", edited 2026-06-30.
/// </remarks>
internal sealed partial class EventGate(
    PlatformCatalog platforms, IEnumerable<IAuthorizationEvents> listeners, ILogger<EventGate> logger) : IMessageGate
{
    private readonly IAuthorizationEvents[] _listeners = [.. listeners];

    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
        => message.Service.Account.Kind == ServiceKind.Platform ? TakeAsync(message, cancellationToken) : default;

    private async ValueTask<Reply?> TakeAsync(MessageContext message, CancellationToken cancellationToken)
    {
        if (!platforms.TryGet(message.Service.ShownName, out var platform))
        {
            return Reply.TryLater;
        }

        var (appId, read) = Read(message.Body);
        if (appId != message.Callback.Account.AppId.Value)
        {
            Log.ForAnother(logger, platform.Name);
            return Reply.Refused;
        }

        message.GetOrAddState(new RecordedRoute("", "") { InfoType = read.InfoType });
        foreach (var listener in _listeners)
        {
            if (!await listener.TakeAsync(platform, read, cancellationToken))
            {
                return Reply.TryLater;
            }
        }

        return Reply.Success;
    }

    /// <summary>Returns the AppId that the event names, and the event.</summary>
    private static (string AppId, AuthorizationEvent Event) Read(ReadOnlyMemory<byte> body)
    {
        var (appId, infoType) = ("", "");
        DateTimeOffset? createTime = null;
        var json = new Utf8JsonReader(body.Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // A notification of a registration has both AppId and appid; only the first is the component's.
            var (isAppId, isInfoType, isTime) = (json.ValueTextEquals("AppId"), json.ValueTextEquals("InfoType"),
                json.ValueTextEquals("CreateTime"));
            json.Read();
            if (isAppId && json.TokenType == JsonTokenType.String)
            {
                appId = json.GetString()!;
            }
            else if (isInfoType && json.TokenType == JsonTokenType.String)
            {
                infoType = json.GetString()!;
            }
            else if (isTime && json.TokenType is JsonTokenType.Number or JsonTokenType.String)
            {
                createTime = TimeOf(ref json);
            }

            json.Skip();
        }

        return (appId, new AuthorizationEvent(infoType, createTime, body));
    }

    private static DateTimeOffset? TimeOf(ref Utf8JsonReader json)
    {
        var text = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        var isRead = text is null
            ? json.TryGetInt64(out var seconds)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        return isRead && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Refused an authorization event to platform '{Platform}': the AppId in it is another component's. Compare AuthEventPath with the "
            + "URL in WeChat's console of each platform.",
            EventName = "ForAnother")]
        public static partial void ForAnother(ILogger logger, string platform);
    }
}
