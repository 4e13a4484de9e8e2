using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>Notes who scanned the QR code of a sign-in. The event goes on to the backend like any other.</summary>
internal sealed partial class QrLoginGate(QrLoginStore logins, ConfirmationLink link, ILogger<QrLoginGate> logger) : IMessageGate
{
    private const int ConfirmationBytes = 16;

    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
        => message.Service.QrLogin is { } settings && !message.IsTest
            && message.Event is "SCAN" or "subscribe"
            && QrLoginScene.IdIn(message.Event, message.GetString("EventKey")) is { } id
                ? NoteAsync(message.Service, settings, id, message.FromUserName, cancellationToken)
                : default;

    private async ValueTask<Reply?> NoteAsync(
        WeChatService service, QrLoginSettings settings, string id, string openId, CancellationToken cancellationToken)
    {
        try
        {
            // WeChat pushes also what was scanned after the sign-in was over.
            if (openId.Length > 0 && await logins.FindAsync(service.Account, id, cancellationToken) is { } login)
            {
                await ScanAsync(service, settings, login, openId, cancellationToken);
            }
        }
        catch (StoreUnavailableException exception)
        {
            Log.NotNoted(logger, service.Name, exception.Message);
        }

        return null;
    }

    private async ValueTask ScanAsync(
        WeChatService service, QrLoginSettings settings, QrLoginAttempt login, string openId,
        CancellationToken cancellationToken)
    {
        var scan = new QrScan(openId, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ConfirmationBytes)));
        var first = await logins.ScanAsync(service.Account, login.Id, scan, cancellationToken);
        if (first?.OpenId != openId)
        {
            Log.AnotherUser(logger, service.Name);
        }
        else if (!settings.IsConfirmed)
        {
            await logins.ConfirmAsync(service.Account, login.Id, cancellationToken);
        }
        else
        {
            // WeChat waits for an answer to the event, and need not wait for this. Who scans again gets the same link again.
            link.Send(service, settings, login, first);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The scan of a sign-in's QR code of service '{Service}' cannot be noted: '{Reason}' The user has to scan again.",
            EventName = "NotNoted")]
        public static partial void NotNoted(ILogger logger, string service, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "A QR code of service '{Service}' was scanned by a second user. The sign-in stays the first one's.",
            EventName = "AnotherUser")]
        public static partial void AnotherUser(ILogger logger, string service);
    }
}
