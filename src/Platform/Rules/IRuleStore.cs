using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Rules;

/// <summary>
/// Keeps the rules that are made at run time, with one revision for each platform. Each method may throw when it is away.
/// </summary>
public interface IRuleStore
{
    /// <summary>Returns the revision of a platform's rules; 0 before the first change.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<long> ReadRevisionAsync(AppId platform, CancellationToken cancellationToken);

    /// <summary>Returns all rules of a platform, with the revision that has exactly these.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<StoredRules> ReadAsync(AppId platform, CancellationToken cancellationToken);

    /// <summary>Changes one rule if its condition is met. The revision grows by 1 in the same transaction.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<RuleWrite> WriteAsync(AppId platform, RuleChange change, CancellationToken cancellationToken);
}
