using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>The outcome of one code, as all replicas share it.</summary>
/// <param name="key">The key of the code in the store.</param>
/// <param name="account">The account that the code is for.</param>
/// <param name="code">The code.</param>
/// <param name="memory">Remembers the outcome.</param>
/// <param name="api">Asks WeChat.</param>
internal sealed class SharedGrant(string key, Account account, string code, OAuthMemory memory, OAuthApi api)
    : SharedValue<WeChatResult<OAuthGrant>>(key, "OAuth code", account.Service)
{
    public override ValueTask<WeChatResult<OAuthGrant>?> ReadAsync(CancellationToken cancellationToken) =>
        memory.RecallAsync(Key, cancellationToken);

    public override ValueTask<WeChatResult<OAuthGrant>> AskAsync(CancellationToken cancellationToken) =>
        api.ExchangeAsync(account, code, cancellationToken);

    // Also without the lease: a code is exchanged once, so the one who has its grant is the one to tell it.
    public override async ValueTask<WeChatResult<OAuthGrant>?> WriteAsync(
        Lease lease, WeChatResult<OAuthGrant> asked, CancellationToken cancellationToken) => await RememberAsync(asked, cancellationToken);

    // A user waits in front of a page, and most come to one replica only.
    public override async ValueTask<WeChatResult<OAuthGrant>> AskAloneAsync(CancellationToken cancellationToken) =>
        await RememberAsync(await AskAsync(cancellationToken), cancellationToken);

    public override WeChatResult<OAuthGrant> TimedOut() =>
        new WeChatError(null, ErrorClass.Busy, "Another replica is exchanging the code and did not finish in time.");

    private async ValueTask<WeChatResult<OAuthGrant>> RememberAsync(WeChatResult<OAuthGrant> outcome, CancellationToken cancellationToken)
    {
        if (outcome.TryGet(out var grant, out var error))
        {
            await memory.RememberAsync(Key, grant, cancellationToken);
            return outcome;
        }

        // An error of the code itself is final; a reload of the configuration may fix any other.
        return error.Class == ErrorClass.UserAuthorization ? await memory.RememberAsync(Key, error, cancellationToken) : outcome;
    }
}
