using System.Collections.Concurrent;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Tests.Sync;

/// <summary>Rows in memory, and the state of runs. Each row is changed as a whole, so a stamp is the row itself.</summary>
internal sealed class MemoryAuthorizers : IComparedAuthorizers, ISyncRuns
{
    private readonly ConcurrentDictionary<AppId, Row> _rows = [];
    private readonly Lock _gate = new();
    private string? _run;

    public IReadOnlyDictionary<AppId, Row> Rows => _rows;

    /// <summary>Called before each write of what WeChat told, so that a test can be faster.</summary>
    public Action<AppId> BeforeSave { get; set; } = static _ => { };

    public void Put(AppId appId, Row row) => _rows[appId] = row;

    public ValueTask<AuthorizerStamp?> StampAsync(AppId component, AppId appId, CancellationToken cancellationToken)
        => ValueTask.FromResult(_rows.GetValueOrDefault(appId)?.Stamp);

    public ValueTask<IReadOnlyList<ListedChange>> CompareAsync(
        AppId component, IReadOnlyList<ListedAuthorizer> page, string run, CancellationToken cancellationToken)
    {
        var changes = new List<ListedChange>();
        foreach (var one in page)
        {
            var isNew = _rows.TryAdd(one.AppId, new Row(AuthorizerState.Authorized, one.RefreshToken, 1, "") { SeenRun = run });
            var row = _rows[one.AppId];
            _rows[one.AppId] = row with { SeenRun = run };
            if (isNew || row.Name.Length == 0 || row.Token != one.RefreshToken || row.State != AuthorizerState.Authorized)
            {
                changes.Add(new ListedChange(one.AppId, isNew));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<ListedChange>>(changes);
    }

    public ValueTask<SaveResult> SaveAsync(
        AppId component, AuthorizerInfo told, AuthorizerStamp? seen, bool mayAuthorize, CancellationToken cancellationToken)
    {
        BeforeSave(told.AppId);
        var row = _rows.GetValueOrDefault(told.AppId);
        if (row?.Stamp != seen)
        {
            return ValueTask.FromResult(SaveResult.Outrun);
        }

        _rows[told.AppId] = new Row(AuthorizerState.Authorized, told.RefreshToken, (row?.Version ?? 0) + 1, told.NickName)
        {
            SeenRun = row?.SeenRun,
        };
        return ValueTask.FromResult(SaveResult.Saved);
    }

    public ValueTask<SaveResult> EndAsync(AppId component, AppId appId, AuthorizerStamp seen, CancellationToken cancellationToken)
    {
        var row = _rows[appId];
        if (row.Stamp != seen)
        {
            return ValueTask.FromResult(SaveResult.Outrun);
        }

        _rows[appId] = row with { State = AuthorizerState.Unauthorized };
        return ValueTask.FromResult(SaveResult.Saved);
    }

    public ValueTask<IReadOnlyList<AppId>> UnseenAsync(
        AppId component, string run, DateTimeOffset startedAt, string after, int most, CancellationToken cancellationToken)
        => ValueTask.FromResult<IReadOnlyList<AppId>>(
        [
            .. _rows.Where(row => row.Value.SeenRun != run
                    && row.Value.State != AuthorizerState.Unauthorized
                    && string.CompareOrdinal(row.Key.Value, after) > 0)
                .Select(row => row.Key)
                .OrderBy(appId => appId.Value, StringComparer.Ordinal)
                .Take(most),
        ]);

    public ValueTask<IReadOnlyDictionary<AuthorizerState, int>> CountAsync(AppId component, CancellationToken cancellationToken)
        => ValueTask.FromResult<IReadOnlyDictionary<AuthorizerState, int>>(
            _rows.Values.GroupBy(row => row.State).ToDictionary(group => group.Key, group => group.Count()));

    public ValueTask<string?> ReadAsync(AppId component, CancellationToken cancellationToken) => ValueTask.FromResult(_run);

    public ValueTask<bool> TryReplaceAsync(AppId component, string? seen, string state, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_run != seen)
            {
                return ValueTask.FromResult(false);
            }

            _run = state;
            return ValueTask.FromResult(true);
        }
    }

    internal sealed record Row(AuthorizerState State, string Token, long Version, string Name)
    {
        public string? SeenRun { get; init; }

        public AuthorizerStamp Stamp => new(State, Version, 0, 0);
    }
}
