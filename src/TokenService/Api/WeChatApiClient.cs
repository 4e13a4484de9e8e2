using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Calls;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Calls WeChat's API in an account's name; a token that WeChat refuses is replaced and the call sent once more.</summary>
public sealed partial class WeChatApiClient
{
    /// <summary>The name of the HTTP client, for a host that wants another primary handler.</summary>
    public const string HttpClientName = "WxYarpGateway.WeChatApi";

    private readonly IAccessTokens _tokens;
    private readonly WeChatHttp _http;

    internal WeChatApiClient(IAccessTokens tokens, WeChatHttp http)
    {
        _tokens = tokens;
        _http = http;
    }

    /// <summary>Returns what WeChat tells of a user (<c>/cgi-bin/user/info</c>): the JSON object exactly as WeChat wrote it.</summary>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetUserInfoAsync(
        Account account, string openId, string language, CancellationToken cancellationToken) =>
        CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Get, "/cgi-bin/user/info")
            {
                Service = account.Service,
                Query = [new("access_token", token), new("openid", openId), new("lang", language)],
                Sensitive = [token, account.AppSecret.Reveal(), openId],
                Repeatable = true,
            },
            cancellationToken);

    /// <summary>Sends a user a customer-service message (<c>/cgi-bin/message/custom/send</c>).</summary>
    /// <param name="account">The account that sends it.</param>
    /// <param name="openId">The user that the body names in <c>touser</c>; kept out of errors.</param>
    /// <param name="jsonBody">The body, which goes out byte for byte and must not hold <c>\u</c> escapes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> SendCustomerServiceMessageAsync(
        Account account, string openId, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken) =>
        PostToUserAsync(account, "/cgi-bin/message/custom/send", openId, jsonBody, cancellationToken);

    /// <summary>Shows or hides that an answer is being typed (<c>/cgi-bin/message/custom/typing</c>, 客服输入状态).</summary>
    /// <param name="account">The account whose user it is.</param>
    /// <param name="openId">The user; kept out of errors.</param>
    /// <param name="isTyping">Whether it is to be shown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult> SetTypingAsync(Account account, string openId, bool isTyping, CancellationToken cancellationToken)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("touser"u8, openId);
            json.WriteString("command"u8, isTyping ? "Typing"u8 : "CancelTyping"u8);
            json.WriteEndObject();
        }

        return PostToUserAsync(account, "/cgi-bin/message/custom/typing", openId, written.WrittenMemory, cancellationToken);
    }

    private async ValueTask<WeChatResult> PostToUserAsync(
        Account account, string path, string openId, ReadOnlyMemory<byte> jsonBody, CancellationToken cancellationToken)
    {
        var result = await CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Post, path)
            {
                Service = account.Service,
                Query = [new("access_token", token)],
                Json = jsonBody,
                IsPrivate = true,
                Sensitive = [token, account.AppSecret.Reveal(), openId],
            },
            cancellationToken);
        return result.TryGet(out _, out var error) ? WeChatResult.Success : WeChatResult.Failure(error);
    }

    /// <summary>Returns WeChat's answer to the question from which addresses it pushes (<c>/cgi-bin/getcallbackip</c>).</summary>
    /// <param name="account">The account that asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetCallbackAddressesAsync(
        Account account, CancellationToken cancellationToken) =>
        CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Get, "/cgi-bin/getcallbackip")
            {
                Service = account.Service,
                Query = [new("access_token", token)],
                Sensitive = [token, account.AppSecret.Reveal()],
                Repeatable = true,
            },
            cancellationToken);

    /// <summary>Returns WeChat's answer to a request for a ticket (<c>/cgi-bin/ticket/getticket</c>).</summary>
    internal ValueTask<WeChatResult<ReadOnlyMemory<byte>>> GetTicketAsync(
        Account account, string type, CancellationToken cancellationToken) =>
        CallAsync(
            account,
            token => new WeChatRequest(HttpMethod.Get, "/cgi-bin/ticket/getticket")
            {
                Service = account.Service,
                Query = [new("access_token", token), new("type", type)],
                Sensitive = [token, account.AppSecret.Reveal()],
                Repeatable = true,
            },
            cancellationToken);

    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> CallAsync(
        Account account, Func<string, WeChatRequest> request, CancellationToken cancellationToken) =>
        _tokens.CallAsync(account, token => _http.SendAsync(request(token.Value), cancellationToken), cancellationToken);
}
