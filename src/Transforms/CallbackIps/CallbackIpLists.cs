using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Decides which addresses may push to services with <see cref="ServiceOptions.OnlyFromWeChat"/>.</summary>
/// <remarks>
/// Without a list, every push is refused: an attacker who keeps the gateway from asking WeChat must not switch the check off.
/// So pushes wait for the first answer after a start, and a replica uses another's list from the store.
/// </remarks>
internal sealed partial class CallbackIpLists(TimeProvider clock, ILogger<CallbackIpLists> logger)
{
    // It leaves a push most of WeChat's five seconds.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<AppId, Entry> _entries = new();

    /// <summary>Returns whether a callback takes pushes from an address.</summary>
    public async ValueTask<bool> IncludeAsync(Callback callback, IPAddress? address)
    {
        var entry = EntryOf(callback.Account.AppId);
        if (entry.List is null)
        {
            await entry.FirstTry.Task.WaitAsync(Timeout, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var list = entry.List;
        if (address is not null && list?.Addresses.Contains(address) == true)
        {
            return true;
        }

        entry.IsDoubted = true;
        if (entry.Refused.IsDue(out var leftOut))
        {
            if (list is null)
            {
                Log.NoList(logger, callback.Name, leftOut);
            }
            else
            {
                Log.UnlistedIp(logger, callback.Name, address is null ? null : AddressRange.Plain(address), leftOut);
            }
        }

        return false;
    }

    /// <summary>Returns an account's list, or <see langword="null"/> before the first answer.</summary>
    public CallbackIpList? Of(AppId appId) => EntryOf(appId).List;

    /// <summary>Returns whether a push came from an unlisted address since the last call.</summary>
    public bool TakeDoubt(AppId appId)
    {
        var entry = EntryOf(appId);
        var isDoubted = entry.IsDoubted;
        entry.IsDoubted = false;
        return isDoubted;
    }

    /// <summary>Records an attempt to get a list. Without a new one, the current list stays.</summary>
    public void Tried(AppId appId, CallbackIpList? list)
    {
        var entry = EntryOf(appId);
        entry.List = list ?? entry.List;
        entry.FirstTry.TrySetResult();
    }

    private Entry EntryOf(AppId appId)
        => _entries.TryGetValue(appId, out var entry) ? entry : _entries.GetOrAdd(appId, _ => new Entry(clock));

    private sealed class Entry(TimeProvider clock)
    {
        private volatile CallbackIpList? _list;
        private volatile bool _isDoubted;

        public CallbackIpList? List
        {
            get => _list;
            set => _list = value;
        }

        public bool IsDoubted
        {
            get => _isDoubted;
            set => _isDoubted = value;
        }

        public TaskCompletionSource FirstTry { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RepeatedWarning Refused { get; } = new(clock);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A push to service '{Service}' came from '{Address}', which is not one of WeChat's callback IPs; answering 403. "
                + "If it is a proxy of yours, name it in KnownProxies. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "UnlistedIp")]
        public static partial void UnlistedIp(ILogger logger, string service, IPAddress? address, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Service '{Service}' takes pushes from WeChat's callback IPs only, and the gateway has no list of them yet; answering 403. "
                + "Such errors left out since the last: '{LeftOut}'.",
            EventName = "NoList")]
        public static partial void NoList(ILogger logger, string service, long leftOut);
    }
}
