using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Takes one mini program one step further.</summary>
internal sealed class ItemWork(
    AuthorizerRegistry authorizers,
    IAuthorizerStore rows,
    CommitWork commit,
    CheckWork check,
    SubmitWork submit,
    AuditWork audit,
    ReleaseWork release,
    SingleWork single)
{
    /// <summary>Returns the mini program after the step; null when this replica holds it no more.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
        => await WhyNotAsync(turn, cancellationToken) is { } why ? turn.End(ItemState.Skipped, why) : turn.Item.State switch
        {
            ItemState.Queued when turn.Item.Progress.EndedIn is { } name && Enum.TryParse<ItemState>(name, out var state)
                => turn.GoOnIn(state),
            ItemState.Queued when turn.Order.Steps is [> ReleaseStep.Release and var one]
                => await single.RunAsync(turn, one, cancellationToken),
            ItemState.Queued => turn.Begin(turn.Order.Steps[0]) with { AuditId = "" },
            ItemState.Committing => await commit.RunAsync(turn, cancellationToken),
            ItemState.Checking => await check.RunAsync(turn, cancellationToken),
            ItemState.Submitting => await submit.RunAsync(turn, cancellationToken),
            ItemState.Auditing => await audit.RunAsync(turn, cancellationToken),
            ItemState.Approved => turn.Begin(ReleaseStep.Release),
            ItemState.Releasing => await release.RunAsync(turn, cancellationToken),
            _ => turn.End(turn.Item.State),
        };

    private async ValueTask<string?> WhyNotAsync(Turn turn, CancellationToken cancellationToken)
    {
        var (platform, appId) = (turn.Platform.AppId, turn.Item.AppId);
        var known = authorizers.Find(platform, appId);
        if (known is not { Kind: ServiceKind.MiniProgram, State: AuthorizerState.Authorized })
        {
            // This replica may not have heard of it yet.
            known = (await rows.FindAsync(platform, appId, cancellationToken))?.Authorizer;
        }

        return known switch
        {
            null => "The platform does not care for such an account.",
            { State: AuthorizerState.Unauthorized } => "The account withdrew its authorization.",
            { State: AuthorizerState.Broken or AuthorizerState.NeedsCode } => "The account has to authorize the platform again.",
            { Kind: not ServiceKind.MiniProgram } => "The account is no mini program.",
            _ => null,
        };
    }
}
