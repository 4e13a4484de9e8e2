using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Platforms.Codes;

/// <summary>The outcome of one authorization code, as all replicas share it.</summary>
/// <param name="key">The key of the code in the store.</param>
/// <param name="platform">The platform that the code is for.</param>
/// <param name="code">The code.</param>
/// <param name="named">The account that an event named beside the code; null when nobody did.</param>
/// <param name="memory">Remembers the outcome.</param>
/// <param name="exchange">Asks WeChat.</param>
internal sealed class SharedAuthorization(
    string key, Account platform, string code, AppId? named, AuthorizationMemory memory, AuthorizationExchange exchange)
    : SharedValue<WeChatResult<Authorization>>(key, "authorization code", platform.Service)
{
    // What somebody was told of the code who did not know the account.
    private WeChatError? _useless;

    // Two calls of WeChat's, of 5 s each.
    public override TimeSpan LongestWait => TimeSpan.FromSeconds(12);

    public override async ValueTask<WeChatResult<Authorization>?> ReadAsync(CancellationToken cancellationToken)
    {
        var known = await memory.RecallAsync(Key, cancellationToken);
        if (named is null || known is null || known.TryGet(out _, out _useless))
        {
            return known;
        }

        // The code may have been exchanged in vain. With the account's name, WeChat can be asked what it stood for.
        return null;
    }

    public override async ValueTask<WeChatResult<Authorization>> AskAsync(CancellationToken cancellationToken) =>
        _useless is { } error && named is { } appId
            ? await exchange.RecoverAsync(platform, appId, error, cancellationToken)
            : await exchange.ExchangeAsync(platform, code, named, cancellationToken);

    // Also without the lease: a code is exchanged once, so the one who has the outcome is the one to tell it.
    public override async ValueTask<WeChatResult<Authorization>?> WriteAsync(
        Lease lease, WeChatResult<Authorization> asked, CancellationToken cancellationToken) =>
        await RememberAsync(asked, cancellationToken);

    // An administrator waits in front of a page, and most come to one replica only.
    public override async ValueTask<WeChatResult<Authorization>> AskAloneAsync(CancellationToken cancellationToken) =>
        await RememberAsync(await AskAsync(cancellationToken), cancellationToken);

    public override WeChatResult<Authorization> TimedOut() =>
        new WeChatError(null, ErrorClass.Busy, "Another replica is exchanging the authorization code and did not finish in time.");

    private async ValueTask<WeChatResult<Authorization>> RememberAsync(
        WeChatResult<Authorization> outcome, CancellationToken cancellationToken)
    {
        if (outcome.TryGet(out var authorization, out var error))
        {
            await memory.RememberAsync(Key, authorization, cancellationToken);
            return outcome;
        }

        // An error of the code itself is final; any other may pass.
        return error.Class == ErrorClass.UserAuthorization ? await memory.RememberAsync(Key, error, cancellationToken) : outcome;
    }
}
