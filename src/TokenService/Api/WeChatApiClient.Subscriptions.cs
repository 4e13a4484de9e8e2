using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Api;

// Messages that users of mini programs accepted. Source: developers.weixin.qq.com/miniprogram, 发送订阅消息, mirrored 2026-07-30.
public sealed partial class WeChatApiClient
{
    /// <summary>Sends a user a subscribe message (<c>/cgi-bin/message/subscribe/send</c>); one that may have been sent is not sent again.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="openId">The user that the body names in <c>touser</c>; kept out of errors.</param>
    /// <param name="jsonBody">The body, which goes out byte for byte and must not hold <c>\u</c> escapes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<WeChatResult> SendSubscribeMessageAsync(
        Account account, string openId, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken)
    {
        // WeChat's words name the field that is wrong, and do not quote it.
        var sent = await PostAsync(
            account, "/cgi-bin/message/subscribe/send", jsonBody, isRepeatable: false, [openId], cancellationToken);
        return sent.TryGet(out _, out var error) ? WeChatResult.Success : WeChatResult.Failure(error);
    }
}
