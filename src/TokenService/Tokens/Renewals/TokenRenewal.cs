using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Tokens.Renewals;

/// <summary>Renews one token so that the whole cluster asks WeChat once; <see cref="SharedFetch"/> has the order of the steps.</summary>
internal sealed class TokenRenewal(
    SharedFetch fetch, IExpiringStore store, TokenIssuers issuers, TokenMetrics metrics, TimeProvider timeProvider)
{
    /// <summary>Renews the slot's token; <paramref name="rejected"/> is one that must not be returned again.</summary>
    public Task<RenewalOutcome> RenewAsync(TokenSlot slot, string? rejected, CancellationToken cancellationToken) =>
        fetch.GetAsync(new SharedToken(slot, rejected, issuers.For(slot.Kind), store, metrics, timeProvider), cancellationToken);
}
