using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Sync;

/// <summary>Keeps count of a run, and tells the database from time to time, which also moves the lease on.</summary>
internal sealed class SyncBook(
    SyncRun begun, ISyncRuns runs, AppId component, TimeProvider clock, TimeSpan lease, TimeSpan interval) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _telling = new(1, 1);
    private SyncRun _run = begun;
    private string _told = begun.Write();
    private long _toldAt = clock.GetTimestamp();

    /// <summary>Gets the run so far.</summary>
    public SyncRun Run
    {
        get
        {
            lock (_gate)
            {
                return _run;
            }
        }
    }

    /// <summary>Notes how much of the list was seen.</summary>
    public ValueTask SeenAsync(int seen, int total, CancellationToken cancellationToken)
    {
        Change(run => run with { Seen = seen, Total = total });
        return TellAsync(cancellationToken);
    }

    /// <summary>Counts rows that were made.</summary>
    public void Add(int added) => Change(run => run with { Added = run.Added + added });

    /// <summary>Counts an answer of WeChat's about one account.</summary>
    public void Count(Inquiry inquiry) => Change(run => run with
    {
        Updated = run.Updated + (inquiry is { Saved: SaveResult.Saved, IsEnded: false } ? 1 : 0),
        Ended = run.Ended + (inquiry.IsEnded ? 1 : 0),
        Failed = run.Failed + (inquiry.Error is null ? 0 : 1),
        Error = inquiry.Error?.Message ?? run.Error,
    });

    /// <summary>Notes that every account was seen.</summary>
    public void Complete() => Change(run => run with { Status = SyncStatus.Complete });

    /// <summary>Notes that WeChat's list and its count did not agree.</summary>
    public void LeaveIncomplete() => Change(run => run with
    {
        Status = SyncStatus.Incomplete,
        Error = $"WeChat counts {run.Total} accounts and lists {run.Seen}.",
    });

    /// <summary>Notes why the run could not be carried out.</summary>
    public void Fail(string why) => Change(run => run with { Status = SyncStatus.Failed, Error = why });

    /// <summary>Tells the database how far the run is, if it is time.</summary>
    /// <exception cref="SyncLostException">Another replica has taken the run over.</exception>
    public async ValueTask TellAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(Volatile.Read(ref _toldAt)) < interval)
        {
            return;
        }

        await _telling.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetElapsedTime(Volatile.Read(ref _toldAt)) >= interval
                && !await TryTellAsync(Run with { HeldUntil = clock.GetUtcNow() + lease }, cancellationToken))
            {
                throw new SyncLostException();
            }
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <summary>Tells the database how the run ended. If it cannot, the lease ends by itself.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Change(run => run with { EndedAt = now, HeldUntil = now });
        await _telling.WaitAsync(cancellationToken);
        try
        {
            await TryTellAsync(Run, cancellationToken);
        }
        catch (AuthorizersUnavailableException)
        {
            // The next run begins when the lease has ended.
        }
        finally
        {
            _telling.Release();
        }
    }

    public void Dispose() => _telling.Dispose();

    private async ValueTask<bool> TryTellAsync(SyncRun run, CancellationToken cancellationToken)
    {
        var text = run.Write();
        if (!await runs.TryReplaceAsync(component, _told, text, cancellationToken))
        {
            return false;
        }

        _told = text;
        Volatile.Write(ref _toldAt, clock.GetTimestamp());
        return true;
    }

    private void Change(Func<SyncRun, SyncRun> change)
    {
        lock (_gate)
        {
            _run = change(_run);
        }
    }
}
