using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Tests.Authorizers;

/// <summary>The rows that replicas of a test read. They can be taken away from all of them.</summary>
internal sealed class RowsInMemory(TimeProvider clock) : IAuthorizerStore
{
    private readonly ConcurrentDictionary<AppId, (Authorizer Authorizer, DateTimeOffset ChangedAt)> _rows = [];
    private int _calls;

    public bool IsAway { get; set; }

    /// <summary>Gets how many calls were made, in vain or not.</summary>
    public int Calls => _calls;

    public void Put(Authorizer authorizer) => _rows[authorizer.AppId] = (authorizer, clock.GetUtcNow());

    public void Remove(AppId appId) => _rows.TryRemove(appId, out _);

    public async IAsyncEnumerable<Authorizer> LoadAsync(
        AppId component, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Answer();
        foreach (var (authorizer, changedAt) in _rows.Values.OrderBy(row => row.Authorizer.AppId.Value, StringComparer.Ordinal))
        {
            if (changedSince is not { } since || changedAt >= since)
            {
                yield return authorizer;
                await Task.Yield();
            }
        }
    }

    public ValueTask<AuthorizerDetails?> FindAsync(AppId component, AppId appId, CancellationToken cancellationToken)
    {
        Answer();
        return ValueTask.FromResult(_rows.TryGetValue(appId, out var row)
            ? new AuthorizerDetails(row.Authorizer, new AuthorizerInfo(appId, row.Authorizer.Kind, ""))
            : null);
    }

    public ValueTask<IReadOnlyList<AuthorizerDetails>> SearchAsync(
        AppId component, AuthorizerSearch search, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SaveInfoAsync(AppId component, AppId appId, AuthorizerInfo info, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask<bool> ApplyEventAsync(
        AppId component, AppId appId, AuthorizerState state, DateTimeOffset eventTime, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask<bool> SetStateAsync(
        AppId component, AppId appId, AuthorizerState state, string why, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask MarkSeenAsync(AppId component, IReadOnlyList<AppId> appIds, string run, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask<IReadOnlySet<AppId>> LackingAsync(
        AppId component, IReadOnlyList<AppId> appIds, int permissionSet, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask<AuthorizerWrite> EditAsync(
        AppId component, AppId appId, AuthorizerEdit edit, IReadOnlyCollection<string>? expected, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    private void Answer()
    {
        Interlocked.Increment(ref _calls);
        if (IsAway)
        {
            throw new AuthorizersUnavailableException("The test took the rows away.");
        }
    }
}
