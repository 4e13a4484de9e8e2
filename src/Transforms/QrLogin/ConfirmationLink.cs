using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>Sends who scanned a sign-in's QR code the link by which they confirm, as a customer-service message.</summary>
/// <remarks>A stranger may show somebody a QR code of his own. Nobody is signed in anywhere by looking at a picture.</remarks>
internal sealed partial class ConfirmationLink(WeChatApiClient weChat, ILogger<ConfirmationLink> logger)
{
    /// <summary>Sends the link, without waiting for WeChat.</summary>
    public void Send(WeChatService service, QrLoginSettings settings, QrLoginAttempt login, QrScan scan)
        => _ = SendAsync(service, settings, login, scan);

    /// <summary>Returns the host that a sign-in leads to, as people are told it.</summary>
    public static string HostOf(QrLoginSettings settings, QrLoginAttempt login)
        => login.To.StartsWith('/') ? settings.PublicUrl.Authority : new Uri(login.To).Authority;

    private async Task SendAsync(WeChatService service, QrLoginSettings settings, QrLoginAttempt login, QrScan scan)
    {
        var result = await weChat.SendCustomerServiceMessageAsync(
            service.Account, scan.OpenId, Body(settings, login, scan), CancellationToken.None);
        if (result.Error is { } error)
        {
            Log.NotSent(logger, service.Name, error.Message);
        }
    }

    private static ReadOnlyMemory<byte> Body(QrLoginSettings settings, QrLoginAttempt login, QrScan scan)
    {
        var link = $"{settings.Address}/confirm?login={login.Id}&key={scan.Confirmation}";
        var written = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        json.WriteStartObject();
        json.WriteString("touser"u8, scan.OpenId);
        json.WriteString("msgtype"u8, "text"u8);
        json.WriteStartObject("text"u8);
        json.WriteString(
            "content"u8,
            $"您正在登录 {HostOf(settings, login)}。\n<a href=\"{link}\">点击此处确认登录</a>\n如果不是您本人操作，请忽略此消息。");
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The link that confirms a sign-in could not be sent to a user of service '{Service}': '{Reason}' The user can scan again; without "
            + "the permission for customer-service messages, set QrLoginConfirm to false.",
            EventName = "NotSent")]
        public static partial void NotSent(ILogger logger, string service, string reason);
    }
}
