using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Takes one mini program one step further.</summary>
internal sealed class ItemWork(
    AuthorizerRegistry authorizers,
    CommitWork commit,
    CheckWork check,
    SubmitWork submit,
    AuditWork audit,
    ReleaseWork release,
    SingleWork single)
{
    /// <summary>Returns the mini program after the step; null when this replica holds it no more.</summary>
    public ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (WhyNot(turn) is { } why)
        {
            return new(turn.End(ItemState.Skipped, why));
        }

        return turn.Item.State switch
        {
            ItemState.Queued when turn.Order.Steps is [> ReleaseStep.Release and var one]
                => single.RunAsync(turn, one, cancellationToken),
            ItemState.Queued => new(turn.Begin(turn.Order.Steps[0])),
            ItemState.Committing => commit.RunAsync(turn, cancellationToken),
            ItemState.Checking => check.RunAsync(turn, cancellationToken),
            ItemState.Submitting => submit.RunAsync(turn, cancellationToken),
            ItemState.Auditing => audit.RunAsync(turn, cancellationToken),
            ItemState.Approved => new(turn.To(ItemState.Releasing)),
            ItemState.Releasing => release.RunAsync(turn, cancellationToken),
            _ => new(turn.End(turn.Item.State)),
        };
    }

    private string? WhyNot(Turn turn)
        => authorizers.Find(turn.Platform.AppId, turn.Item.AppId) switch
        {
            null => "The platform does not care for such an account.",
            { State: AuthorizerState.Unauthorized } => "The account withdrew its authorization.",
            { State: AuthorizerState.Broken or AuthorizerState.NeedsCode } => "The account has to authorize the platform again.",
            { Kind: not ServiceKind.MiniProgram } => "The account is no mini program.",
            _ => null,
        };
}
