using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Pages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>The page with the QR code: <c>GET {QrLoginPath}/start?to&amp;state</c>.</summary>
internal sealed partial class QrLoginStart(
    QrLoginStore logins,
    WeChatApiClient weChat,
    [FromKeyedServices(QrLoginStart.Limits)] VisitorLimits limits,
    IOptionsMonitor<WeChatApiOptions> options,
    TimeProvider timeProvider,
    ILogger<QrLoginStart> logger)
{
    /// <summary>What the limits of these pages are registered by.</summary>
    internal const string Limits = "qr-login";

    /// <summary>How many QR codes an address gets in a minute. An office may have one for all.</summary>
    internal const int CodesOfOneAddress = 60;

    /// <summary>How many QR codes a service makes in a minute: WeChat makes 100,000 a day (生成带参数的二维码).</summary>
    internal const int CodesAMinute = 600;

    private const int IdBytes = 16;
    private const int LongestState = 128;
    private const string RetryAfter = "60";

    private const string Words = "请用微信扫描二维码";
    private const string English = "Scan the code with WeChat";

    private const string NotAllowed
        = "must be a path of this host, or an http or https address at one of the OAuthReturnHosts, percent-encoded where it is not plain ASCII";

    /// <summary>Answers the browser.</summary>
    public async Task AnswerAsync(HttpContext context, WeChatService service, QrLoginSettings settings)
    {
        var to = context.Request.Query["to"];
        var state = context.Request.Query["state"];
        if (to.Count != 1 || !ReturnAddress.IsAllowed(to.ToString(), settings.ReturnHosts))
        {
            await AuthorizeError.BadParameter("to", NotAllowed).AnswerAsync(context);
            return;
        }

        if (state.Count > 1 || state.ToString().Length > LongestState)
        {
            await AuthorizeError.BadParameter("state", $"must be there once at most, with at most {LongestState} characters")
                .AnswerAsync(context);
            return;
        }

        if (!limits.TryTakePage(service.Name, context.Connection.RemoteIpAddress) || !limits.TryTake(service.Name))
        {
            context.Response.Headers.RetryAfter = RetryAfter;
            await Card.SayAsync(
                context, StatusCodes.Status429TooManyRequests, QrLoginPages.Title, "请求过于频繁，请一分钟后再试。",
                "There were too many requests. Please try again in a minute.");
            return;
        }

        await ShowAsync(context, service, settings, to.ToString(), state.ToString());
    }

    private async Task ShowAsync(HttpContext context, WeChatService service, QrLoginSettings settings, string to, string state)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var (secret, digest) = QrLoginCookie.Make();
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var login = new QrLoginAttempt(id, digest, to, state, address, timeProvider.GetUtcNow());
        await logins.BeginAsync(service.Account, login, context.RequestAborted);
        var made = await weChat.CreateQrCodeAsync(service.Account, BodyFor(id), isPermanent: false, context.RequestAborted);
        if (!made.TryGet(out var answer, out var error) || TicketIn(answer) is not { } ticket)
        {
            Log.NoCode(logger, service.Name, error?.Message ?? "WeChat's answer holds no ticket.");
            await QrLoginPages.NotNowAsync(context);
            return;
        }

        QrLoginCookie.Of(settings, id).Set(context, secret, QrLoginAttempt.Life);
        var picture = QueryHelpers.AddQueryString(
            options.CurrentValue.MpUrl.AbsoluteUri.TrimEnd('/') + "/cgi-bin/showqrcode", "ticket", ticket);
        await Card.ShowAsync(
            context, QrLoginPages.Title, new Uri(picture), "微信登录二维码 · QR code", Words, English, QrLoginScript.Text, id);
    }

    private static ReadOnlyMemory<byte> BodyFor(string id)
    {
        var written = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(written);
        json.WriteStartObject();
        json.WriteNumber("expire_seconds"u8, (int)QrLoginAttempt.Life.TotalSeconds);
        json.WriteString("action_name"u8, "QR_STR_SCENE"u8);
        json.WriteStartObject("action_info"u8);
        json.WriteStartObject("scene"u8);
        json.WriteString("scene_str"u8, QrLoginScene.Of(id));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }

    private static string? TicketIn(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("ticket", out var ticket) && ticket.ValueKind == JsonValueKind.String
            ? ticket.GetString()
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "There is no QR code for a sign-in of service '{Service}': '{Reason}' The visitor was asked to come back later.",
            EventName = "NoCode")]
        public static partial void NoCode(ILogger logger, string service, string reason);
    }
}
