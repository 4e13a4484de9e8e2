using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Http;

namespace WxYarpGateway.TokenService.Api.Calls;

/// <summary>
/// Sends the calls that other libraries describe. The account chooses the token: a platform's account its component token, an account in
/// a platform's care the one that the platform has for it.
/// </summary>
public sealed class WeChatCalls
{
    private const string TokenParameter = "access_token";

    private readonly IAccessTokens _tokens;
    private readonly WeChatHttp _http;

    internal WeChatCalls(IAccessTokens tokens, WeChatHttp http)
    {
        _tokens = tokens;
        _http = http;
    }

    /// <summary>Returns WeChat's answer, when it is a JSON object that reports no error.</summary>
    /// <param name="account">The account in whose name it is called.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Gives up; WeChat may carry the call out all the same.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendAsync(
        Account account, WeChatCall call, CancellationToken cancellationToken) =>
        _tokens.CallAsync(account, token => _http.SendAsync(Request(account, call, token), cancellationToken), cancellationToken);

    /// <summary>
    /// Sends a file, and returns WeChat's answer. A file that streams is sent once: when WeChat refuses the token, the caller has to send
    /// it again.
    /// </summary>
    /// <param name="account">The account in whose name it is called.</param>
    /// <param name="call">The call, without a body.</param>
    /// <param name="file">The body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<WeChatResult<ReadOnlyMemory<byte>>> UploadAsync(
        Account account, WeChatCall call, UploadedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var isSent = false;
        return _tokens.CallAsync(
            account,
            async token =>
            {
                if (isSent && !file.CanBeSentAgain)
                {
                    return UploadedFile.SendAgain;
                }

                isSent = true;
                var request = Request(account, call, token) with { Content = file.ToContent };
                return await _http.SendAsync(request, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Asks for a picture, which streams.</summary>
    /// <param name="account">The account in whose name it is called.</param>
    /// <param name="call">The call. It is sent once.</param>
    /// <param name="cancellationToken">Gives up, also on the rest of the picture.</param>
    /// <returns>The picture, to be disposed of by the caller.</returns>
    public ValueTask<WeChatResult<WeChatPicture>> DownloadAsync(Account account, WeChatCall call, CancellationToken cancellationToken) =>
        _tokens.CallAsync(account, token => _http.DownloadAsync(Request(account, call, token), cancellationToken), cancellationToken);

    private static WeChatRequest Request(Account account, WeChatCall call, Token token)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(call);
        return new WeChatRequest(call.Method, call.Path)
        {
            Service = account.Service,
            Query = [new(TokenParameter, token.Value), .. call.Query],
            Json = call.Json,
            Sensitive = [token.Value, account.AppSecret.Reveal()],
            Repeatable = call.OnceWithin is null,
            OnceWithin = call.OnceWithin,
        };
    }
}
