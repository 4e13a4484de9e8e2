using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>The outcome of one code of <c>wx.login</c>, as all replicas share it.</summary>
/// <param name="key">The key of the code in the store.</param>
/// <param name="account">The mini program that the code is for.</param>
/// <param name="code">The code.</param>
/// <param name="memory">Remembers the outcome.</param>
/// <param name="api">Asks WeChat.</param>
internal sealed class SharedLogin(string key, Account account, string code, LoginMemory memory, LoginApi api)
    : SharedValue<WeChatResult<CodeLogin>>(key, "login code", account.Service)
{
    public override ValueTask<WeChatResult<CodeLogin>?> ReadAsync(CancellationToken cancellationToken) =>
        memory.RecallAsync(Key, cancellationToken);

    public override ValueTask<WeChatResult<CodeLogin>> AskAsync(CancellationToken cancellationToken) =>
        api.ExchangeAsync(account, code, cancellationToken);

    // Also without the lease: a code is exchanged once, so the one who has its login is the one to tell it.
    public override async ValueTask<WeChatResult<CodeLogin>?> WriteAsync(
        Lease lease, WeChatResult<CodeLogin> asked, CancellationToken cancellationToken) => await RememberAsync(asked, cancellationToken);

    // A user waits in front of a phone, and most come to one replica only.
    public override async ValueTask<WeChatResult<CodeLogin>> AskAloneAsync(CancellationToken cancellationToken) =>
        await RememberAsync(await AskAsync(cancellationToken), cancellationToken);

    public override WeChatResult<CodeLogin> TimedOut() =>
        new WeChatError(null, ErrorClass.Busy, "Another replica is exchanging the code and did not finish in time.");

    private async ValueTask<WeChatResult<CodeLogin>> RememberAsync(WeChatResult<CodeLogin> outcome, CancellationToken cancellationToken)
    {
        if (outcome.TryGet(out var login, out var error))
        {
            await memory.RememberAsync(Key, login, cancellationToken);
            return outcome;
        }

        // An error of the code itself is final; a reload of the configuration may fix any other.
        return LoginApi.IsFinal(error) ? await memory.RememberAsync(Key, error, cancellationToken) : outcome;
    }
}
