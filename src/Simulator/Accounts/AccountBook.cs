using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Keeps the accounts by AppId.</summary>
internal sealed class AccountBook
{
    private readonly ConcurrentDictionary<string, SimulatedAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>Gets the accounts in order of their AppIds.</summary>
    public IReadOnlyList<SimulatedAccount> All => [.. _accounts.Values.OrderBy(account => account.AppId, StringComparer.Ordinal)];

    public void Add(SimulatedAccount account) => _accounts[account.AppId] = account;

    public bool TryFind(string? appId, [NotNullWhen(true)] out SimulatedAccount? account)
    {
        account = null;
        return appId is not null && _accounts.TryGetValue(appId, out account);
    }

    public SimulatedAccount Find(string appId) =>
        TryFind(appId, out var account)
            ? account
            : throw new ArgumentException($"No account '{appId}' was added to the simulator.", nameof(appId));
}
