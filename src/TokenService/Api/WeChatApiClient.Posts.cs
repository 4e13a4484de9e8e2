using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Api;

// Calls whose JSON body the caller has written: it goes out byte for byte and must not hold \u escapes.
public sealed partial class WeChatApiClient
{
    /// <summary>Has WeChat make a QR code (<c>/cgi-bin/qrcode/create</c>).</summary>
    /// <remarks>One temporary code too many does no harm; WeChat counts the permanent ones of an account, and allows it 100,000.</remarks>
    /// <param name="account">The account.</param>
    /// <param name="jsonBody">The body.</param>
    /// <param name="isPermanent">Whether the body asks for a permanent code, which is not asked for twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> CreateQrCodeAsync(
        Account account, ReadOnlyMemory<byte> jsonBody, bool isPermanent, CancellationToken cancellationToken) =>
        PostAsync(account, "/cgi-bin/qrcode/create", jsonBody, isRepeatable: !isPermanent, [], cancellationToken);

    /// <summary>Has WeChat shorten an address (<c>/cgi-bin/shorturl</c>), which it has shut down.</summary>
    /// <param name="account">The account.</param>
    /// <param name="jsonBody">The body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> ShortenUrlAsync(
        Account account, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken) =>
        PostAsync(account, "/cgi-bin/shorturl", jsonBody, isRepeatable: true, [], cancellationToken);

    /// <summary>
    /// Sends a user a template message (<c>/cgi-bin/message/template/send</c>); one that may have been sent is not sent again.
    /// </summary>
    /// <param name="account">The account that sends it.</param>
    /// <param name="openId">The user that the body names in <c>touser</c>; kept out of errors.</param>
    /// <param name="jsonBody">The body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendTemplateMessageAsync(
        Account account, string openId, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken) =>
        PostAsync(account, "/cgi-bin/message/template/send", jsonBody, isRepeatable: false, [openId], cancellationToken);

    /// <summary>Returns an order of a WeChat store (<c>/channels/ec/order/get</c>).</summary>
    /// <param name="account">The account.</param>
    /// <param name="jsonBody">The body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetChannelsOrderAsync(
        Account account, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken) =>
        PostAsync(account, "/channels/ec/order/get", jsonBody, isRepeatable: true, [], cancellationToken);

    /// <summary>Returns an after-sale order of a WeChat store (<c>/channels/ec/aftersale/getaftersaleorder</c>).</summary>
    /// <param name="account">The account.</param>
    /// <param name="jsonBody">The body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetChannelsRefundAsync(
        Account account, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken) =>
        PostAsync(account, "/channels/ec/aftersale/getaftersaleorder", jsonBody, isRepeatable: true, [], cancellationToken);

    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> PostAsync(
        Account account,
        string path,
        ReadOnlyMemory<byte> jsonBody,
        bool isRepeatable,
        string[] sensitive,
        CancellationToken cancellationToken) =>
        CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Post, path)
            {
                Service = account.Service,
                Query = [new("access_token", token)],
                Json = jsonBody,
                Sensitive = [token, account.AppSecret.Reveal(), .. sensitive],
                Repeatable = isRepeatable,
            },
            cancellationToken);
}
