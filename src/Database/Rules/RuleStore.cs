using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Rules;

/// <summary>Keeps rules in the database.</summary>
internal sealed class RuleStore(DatabaseAccess access, TimeProvider clock) : IRuleStore
{
    /// <inheritdoc/>
    public ValueTask<long> ReadRevisionAsync(AppId platform, CancellationToken cancellationToken)
        => access.ReadAsync((database, token) => RuleRevisions.ReadAsync(database, platform.Value, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredRules> ReadAsync(AppId platform, CancellationToken cancellationToken)
        => access.ReadAsync((database, token) => RuleReading.RunAsync(database, platform.Value, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RuleWrite> WriteAsync(AppId platform, RuleChange change, CancellationToken cancellationToken)
        => access.WriteAsync(
            (database, token) => RuleEdit.RunAsync(database, platform.Value, change, clock.GetUtcNow(), token), cancellationToken);
}
