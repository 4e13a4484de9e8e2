using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Api;

// What a mini program's backend asks WeChat about its users. Source: developers.weixin.qq.com/miniprogram, 手机号快速验证组件 and
// 文本内容安全识别, mirrored 2026-07-30.
public sealed partial class WeChatApiClient
{
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Exchanges a code of <c>getPhoneNumber</c> for the number (<c>/wxa/business/getuserphonenumber</c>). A code is good once, and each
    /// success costs money, so the call is not repeated.
    /// </summary>
    /// <param name="account">The mini program.</param>
    /// <param name="code">The code.</param>
    /// <param name="openId">The user that the code must be of; kept out of errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetPhoneNumberAsync(
        Account account, string code, string openId, CancellationToken cancellationToken)
        => PostAsync(
            account,
            "/wxa/business/getuserphonenumber",
            Body(json =>
            {
                json.WriteString("code"u8, code);
                json.WriteString("openid"u8, openId);
            }),
            isRepeatable: false,
            [code, openId],
            cancellationToken);

    /// <summary>Asks what a text is like (<c>/wxa/msg_sec_check</c>, version 2). Whether it is risky is in the answer, not in its errcode.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="openId">Who wrote it: a user who was in the mini program within two hours; kept out of errors.</param>
    /// <param name="scene">Where it will stand: 1 profile, 2 comment, 3 forum, 4 social log.</param>
    /// <param name="content">The text, at most 2,500 characters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> CheckTextAsync(
        Account account, string openId, int scene, string content, CancellationToken cancellationToken)
        => PostAsync(
            account,
            "/wxa/msg_sec_check",
            Body(json =>
            {
                json.WriteNumber("version"u8, 2);
                json.WriteString("openid"u8, openId);
                json.WriteNumber("scene"u8, scene);
                json.WriteString("content"u8, content);
            }),
            isRepeatable: true,
            [openId],
            cancellationToken);

    private static ReadOnlyMemory<byte> Body(Action<Utf8JsonWriter> fields)
    {
        var written = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(written, Unescaped))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}
