using Microsoft.Extensions.Logging;

namespace WxYarpGateway.TokenService.Store.Leases;

/// <summary>Has one replica at a time ask for a value that all replicas share; the others wait for what it writes.</summary>
/// <remarks>
/// The steps are: memory, store, lease, <b>store again</b> (the last owner may have written in between), ask, write while still the
/// lease's owner (which tells the other replicas), release. A replica without the lease reads the store again, at every change and at
/// short intervals, until it gives up. While the store is away, <see cref="SharedValue{T}.AskAloneAsync"/> decides.
/// Within one process, a <see cref="SingleFlight{TKey, TResult}"/> in front of it keeps callers from competing for the lease.
/// </remarks>
internal sealed partial class SharedFetch(ILeases leases, TimeProvider timeProvider, ILogger<SharedFetch> logger)
{
    // Longer than one call to WeChat lasts (at most 10 s, see WeChatApiOptions.Timeout) with the store calls around it.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns the value, or the reason why there is none.</summary>
    public async Task<T> GetAsync<T>(SharedValue<T> value, CancellationToken cancellationToken)
        where T : class
    {
        if (value.FromMemory() is { } known)
        {
            return known;
        }

        try
        {
            return await GetSharedAsync(value, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.StoreUnavailable(logger, value.What, value.Service, e.Message);
            return await value.AskAloneAsync(cancellationToken);
        }
    }

    private async Task<T> GetSharedAsync<T>(SharedValue<T> value, CancellationToken cancellationToken)
        where T : class
    {
        var startedAt = timeProvider.GetTimestamp();
        var isWaiting = false;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // Taken before the store is read, so that a change in between is not missed.
            var change = value.NextChange;
            if (await value.ReadAsync(cancellationToken) is { } stored)
            {
                if (isWaiting)
                {
                    value.OnWaited(timeProvider.GetElapsedTime(startedAt));
                }

                return stored;
            }

            if (await leases.TryAcquireAsync(value.Key, LeaseDuration, cancellationToken) is { } lease)
            {
                value.OnWaited(timeProvider.GetElapsedTime(startedAt));
                return await GetUnderLeaseAsync(value, lease, cancellationToken);
            }

            if (timeProvider.GetElapsedTime(startedAt) is var waited && waited >= value.LongestWait)
            {
                value.OnWaited(waited);
                return value.TimedOut();
            }

            isWaiting = true;
            await WaitAsync(change, pause, cancellationToken);
        }
    }

    private async Task<T> GetUnderLeaseAsync<T>(SharedValue<T> value, Lease lease, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await value.ReadAsync(cancellationToken)
                ?? await WriteAsync(value, lease, await value.AskAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            await ReleaseAsync(value, lease);
        }
    }

    private async Task<T> WriteAsync<T>(SharedValue<T> value, Lease lease, T asked, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            if (await value.WriteAsync(lease, asked, cancellationToken) is { } written)
            {
                return written;
            }

            Log.LeaseLost(logger, value.What, value.Service);
            return await value.ReadAsync(cancellationToken) ?? value.KeepWithoutLease(asked);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, value.What, value.Service, e.Message);
            return value.KeepUnwritten(asked);
        }
    }

    private async Task WaitAsync(Task? change, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (change is null)
        {
            await Task.Delay(pause, timeProvider, cancellationToken);
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(pause, timeProvider, woken.Token));
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ReleaseAsync<T>(SharedValue<T> value, Lease lease)
        where T : class
    {
        try
        {
            // Also when the process is stopping: the others need not wait for the lease to expire.
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotReleased(logger, value.What, value.Service, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The store cannot be asked for the {What} of service '{Service}': '{Reason}' Going on without the store.",
            EventName = "StoreUnavailable")]
        public static partial void StoreUnavailable(ILogger logger, string what, string service, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The lease on the {What} of service '{Service}' expired before WeChat answered; looking for what the next owner wrote.",
            EventName = "LeaseLost")]
        public static partial void LeaseLost(ILogger logger, string what, string service);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "The {What} of service '{Service}' cannot be written to the store: '{Reason}' Only this replica uses it.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string what, string service, string reason);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "The lease on the {What} of service '{Service}' cannot be released: '{Reason}' It expires by itself.",
            EventName = "NotReleased")]
        public static partial void NotReleased(ILogger logger, string what, string service, string reason);
    }
}
