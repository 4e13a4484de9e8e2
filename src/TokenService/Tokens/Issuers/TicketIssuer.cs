using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>Asks WeChat for a ticket (<c>/cgi-bin/ticket/getticket</c>), in the name of the account's access_token.</summary>
internal sealed class TicketIssuer(Lazy<WeChatApiClient> weChat, string type, TimeProvider timeProvider) : ITokenIssuer
{
    // The call may have to wait for an access token, twice when the first is refused; the lease on the ticket (15 s) outlives it.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(12);

    public async ValueTask<WeChatResult<Token>> IssueAsync(Account account, CancellationToken cancellationToken)
    {
        // WeChat counts from a later moment than this one, so the ticket never lives longer here than there.
        var askedAt = timeProvider.GetTimestamp();
        var answer = await AskAsync(account, cancellationToken);
        if (!answer.TryGet(out var json, out var error))
        {
            return error;
        }

        if (IssuedToken.Read(json, "ticket") is not { } issued || issued.ExpiresIn <= CachedToken.SafetyMargin)
        {
            return new WeChatError(null, ErrorClass.Busy, "WeChat's answer holds no ticket with a usable expires_in.");
        }

        return new Token(issued.Value, Lifetime.StartedAt(askedAt, issued.ExpiresIn));
    }

    // WeChat gives the same ticket to all who ask, and has no way to force another.
    public async ValueTask<Issue> ReplaceAsync(
        Account account, string rejected, bool isKnownCurrent, CancellationToken cancellationToken) =>
        new(await IssueAsync(account, cancellationToken), ForcedRenewals.Interval);

    public bool IsHarmless(Account account) => true;

    private async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> AskAsync(Account account, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await weChat.Value.GetTicketAsync(account, type, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WeChatError(null, ErrorClass.Busy, "WeChat did not give a ticket in time.") { IsUnanswered = true };
        }
    }
}
