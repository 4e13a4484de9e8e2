using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tokens.Issuers;

namespace WxYarpGateway.TokenService.Platforms.Issuers;

/// <summary>Asks WeChat for a platform's component token, with the newest ticket.</summary>
internal sealed class ComponentTokenIssuer(ComponentTickets tickets, PlatformApi api, SoleRenewal soleRenewal) : ITokenIssuer
{
    public async ValueTask<WeChatResult<Token>> IssueAsync(Account account, CancellationToken cancellationToken)
    {
        // A ticket that WeChat refuses may have been replaced while it was asked.
        ComponentTicket? refused = null;
        while (await tickets.FindAsync(account.AppId, cancellationToken) is { } ticket && ticket != refused)
        {
            var result = await api.ComponentTokenAsync(account, ticket, cancellationToken);
            if (result.TryGet(out _, out var error) || !PlatformErrors.IsTicketRefused(error))
            {
                return result;
            }

            refused = ticket;
            await tickets.RefuseAsync(account.AppId, ticket, cancellationToken);
        }

        return PlatformErrors.WaitingForTicket;
    }

    public async ValueTask<Issue> ReplaceAsync(
        Account account, string rejected, bool isKnownCurrent, CancellationToken cancellationToken) =>
        new(await IssueAsync(account, cancellationToken), ForcedRenewals.Interval);

    // Nobody knows whether a new one ends the one that the other replicas have.
    public bool IsHarmless(Account account) => false;

    public ValueTask<bool> MayAskAloneAsync(Account account, CancellationToken cancellationToken) =>
        soleRenewal.TryHoldAsync(cancellationToken);
}
