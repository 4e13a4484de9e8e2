using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.TokenService.Codes.Phones;

/// <summary>
/// Asks WeChat for the number behind a phone code (<c>/wxa/business/getuserphonenumber</c>). Source: developers.weixin.qq.com/miniprogram,
/// 手机号快速验证组件, mirrored 2026-07-30.
/// </summary>
internal sealed class PhoneApi(WeChatCalls weChat)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Returns WeChat's answer. A code is good once, and each success costs money, so the call is sent once.</summary>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> AskAsync(
        Account account, string code, string openId, CancellationToken cancellationToken)
        => weChat.SendAsync(
            account,
            new WeChatCall(HttpMethod.Post, "/wxa/business/getuserphonenumber")
            {
                Json = JsonSerializer.SerializeToUtf8Bytes(new PhoneQuestion(code, openId), PhoneJson.Default.PhoneQuestion),
                OnceWithin = TimeLimit,
            },
            cancellationToken);
}
