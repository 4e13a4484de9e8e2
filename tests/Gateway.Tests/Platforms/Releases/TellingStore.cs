using System.Reflection;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>
/// The gateway's own store of releases, in which an event about the audit comes in the moment that the submission is saved: its worker
/// hears of it, and takes the mini program, before the turn that submitted it has ended.
/// </summary>
public class TellingStore : DispatchProxy
{
    private readonly TaskCompletionSource _isTakenAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<long> _takes = [];
    private bool _isTold;
    private IReleaseStore _store = null!;
    private Func<ReleaseNews> _news = null!;
    private Release? _release;

    /// <summary>Gets how long it took until the mini program was taken for the work that the event asks for.</summary>
    public TimeSpan UntilTakenForWork
    {
        get
        {
            lock (_takes)
            {
                return TimeProvider.System.GetElapsedTime(_takes[0], _takes[1]);
            }
        }
    }

    /// <summary>Puts it before a store.</summary>
    public static IReleaseStore Before(IReleaseStore store, Func<ReleaseNews> news)
    {
        var proxy = Create<IReleaseStore, TellingStore>();
        ((TellingStore)(object)proxy)._store = store;
        ((TellingStore)(object)proxy)._news = news;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = targetMethod!.Invoke(_store, args);
        return answer switch
        {
            ValueTask<Release> added => new ValueTask<Release>(KeepAsync(added)),
            ValueTask<IReadOnlyList<ReleaseItem>> taken when targetMethod.Name == nameof(IReleaseStore.TakeAsync)
                => new ValueTask<IReadOnlyList<ReleaseItem>>(CountAsync(taken)),
            ValueTask<ReleaseItem?> saved when args![0] is ReleaseItem { State: ItemState.Auditing } item && !_isTold
                => new ValueTask<ReleaseItem?>(TellAsync(saved, item)),
            _ => answer,
        };
    }

    private async Task<Release> KeepAsync(ValueTask<Release> added) => _release = await added;

    private async Task<IReadOnlyList<ReleaseItem>> CountAsync(ValueTask<IReadOnlyList<ReleaseItem>> taken)
    {
        var items = await taken;
        lock (_takes)
        {
            if (_isTold && items.Count > 0)
            {
                _takes.Add(TimeProvider.System.GetTimestamp());
                _isTakenAgain.TrySetResult();
            }
        }

        return items;
    }

    private async Task<ReleaseItem?> TellAsync(ValueTask<ReleaseItem?> saved, ReleaseItem item)
    {
        var next = await saved;
        lock (_takes)
        {
            _isTold = true;
        }

        await _store.TellAsync(_release!.Platform, item.AppId, TestContext.Current.CancellationToken);
        await _news().DueAsync(item.Release, TestContext.Current.CancellationToken);
        await _isTakenAgain.Task.WaitAsync(TestContext.Current.CancellationToken);
        return next;
    }
}
