using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Api.Calls;

/// <summary>How every call uses a token: one that WeChat refuses is replaced, and the call sent once more.</summary>
internal static class TokenUse
{
    /// <summary>Calls WeChat with the account's token.</summary>
    /// <param name="tokens">Where the tokens are.</param>
    /// <param name="account">The account in whose name it is called.</param>
    /// <param name="call">Sends the call with a token.</param>
    /// <param name="cancellationToken">Gives up waiting for a token.</param>
    public static async ValueTask<WeChatResult<T>> CallAsync<T>(
        this IAccessTokens tokens,
        Account account,
        Func<Token, ValueTask<WeChatResult<T>>> call,
        CancellationToken cancellationToken)
    {
        var current = await tokens.GetAsync(account, cancellationToken);
        if (!current.TryGet(out var token, out var noToken))
        {
            return noToken;
        }

        var answer = await call(token);
        if (answer.TryGet(out _, out var error) || error.Class != ErrorClass.TokenRejected)
        {
            return answer;
        }

        var replaced = await tokens.ReplaceAsync(account, token.Value, cancellationToken);
        return replaced.TryGet(out var newer, out var notReplaced) ? await call(newer) : notReplaced;
    }
}
