using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Codes.QrLogins;
using WxYarpGateway.Transforms.Pages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>The page on the phone: <c>{QrLoginPath}/confirm?login&amp;key</c>. Only its button signs anybody in, no look at it.</summary>
internal sealed class QrLoginConfirm(QrLoginStore logins, TimeProvider timeProvider)
{
    /// <summary>Answers the phone.</summary>
    public async Task AnswerAsync(HttpContext context, WeChatService service, QrLoginSettings settings)
    {
        if (await FindAsync(context, service) is not { } login)
        {
            await QrLoginPages.OverAsync(context);
        }
        else if (!HttpMethods.IsPost(context.Request.Method))
        {
            var minutes = (int)Math.Max(0, (timeProvider.GetUtcNow() - login.BeganAt).TotalMinutes);
            var since = minutes == 0 ? "刚刚" : string.Create(CultureInfo.InvariantCulture, $"{minutes} 分钟前");
            await Card.AskAsync(
                context,
                QrLoginPages.Title,
                $"登录 {ConfirmationLink.HostOf(settings, login)}\n浏览器地址：{login.Address}\n发起时间：{since}",
                "确认登录 · Sign in",
                "如果不是您本人操作，请关闭此页面。If this was not you, close this page.");
        }
        else if (!OwnForm.IsIn(context.Request, settings.PublicUrl))
        {
            await QrLoginPages.OverAsync(context);
        }
        else
        {
            await logins.ConfirmAsync(service.Account, login.Id, context.RequestAborted);
            await Card.SayAsync(
                context, StatusCodes.Status200OK, QrLoginPages.Title, "已确认，请回到电脑继续。", "Confirmed. Go on in the browser.");
        }
    }

    private async ValueTask<QrLoginAttempt?> FindAsync(HttpContext context, WeChatService service)
        => context.Request.Query["login"] is [{ Length: QrLoginAttempt.IdLength } id]
            && context.Request.Query["key"] is [{ Length: > 0 } key]
            && await logins.ScanOfAsync(service.Account, id, context.RequestAborted) is { } scan
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(scan.Confirmation))
                ? await logins.FindAsync(service.Account, id, context.RequestAborted)
                : null;
}
