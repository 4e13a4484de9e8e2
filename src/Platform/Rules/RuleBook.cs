using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Platform.Rules;

/// <summary>The rules of all platforms: those in force here, and their changes.</summary>
/// <remarks>A change is in force on this replica when it is answered, and on the others as soon as the store tells them.</remarks>
public sealed partial class RuleBook
{
    /// <summary>The topic of the news that rules of a component changed.</summary>
    internal const string Topic = "rules";

    private readonly IRuleStore _store;
    private readonly IStoreNews _news;
    private readonly ILogger<RuleBook> _logger;
    private readonly ConcurrentDictionary<AppId, RulesInForce> _inForce = new();
    private readonly ConcurrentDictionary<AppId, StoredRules> _stored = new();
    private readonly Lock _gate = new();

    // How often rules were put in force. What was read before that may be older than they are.
    private long _puts;

    internal RuleBook(IRuleStore store, IStoreNews news, ILogger<RuleBook> logger)
    {
        _store = store;
        _news = news;
        _logger = logger;
    }

    /// <summary>Returns the rules of a platform that are in force. A reload of the configuration makes others.</summary>
    /// <param name="platform">The platform.</param>
    public RulesInForce Of(WeChatPlatform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);
        return _inForce.TryGetValue(platform.AppId, out var rules) && ReferenceEquals(rules.Platform, platform) ? rules : Make(platform);
    }

    /// <summary>Returns whether the rules that were made at run time have been read since the start.</summary>
    /// <param name="platform">The platform.</param>
    public bool IsRead(WeChatPlatform platform)
    {
        ArgumentNullException.ThrowIfNull(platform);
        return _stored.ContainsKey(platform.AppId);
    }

    /// <summary>Changes a rule. When it returns, the change is in force here.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancels the change, not what follows it.</param>
    public async ValueTask<RuleWrite> WriteAsync(WeChatPlatform platform, RuleChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(change);
        var written = await _store.WriteAsync(platform.AppId, change, cancellationToken);
        if (written.Result == RuleWriteResult.Done)
        {
            if (!TryApply(platform, change, written))
            {
                await ReadAsync(platform, CancellationToken.None);
            }

            Log.Changed(_logger, change.Name, platform.Name, written.Revision);
            await _news.PublishAsync(Topic, platform.AppId.Value, CancellationToken.None);
        }

        return written;
    }

    /// <summary>Reads the rules again if their revision is another one.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask RefreshAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        if (!IsRead(platform) || await _store.ReadRevisionAsync(platform.AppId, cancellationToken) != StoredOf(platform).Revision)
        {
            await ReadAsync(platform, cancellationToken);
        }
    }

    /// <summary>
    /// Takes over what the database has. That may be an older revision: a database may have gone back, to a backup or to a copy that lagged
    /// behind.
    /// </summary>
    private async ValueTask ReadAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref _puts);
        var read = await _store.ReadAsync(platform.AppId, cancellationToken);
        lock (_gate)
        {
            // Unless it is older because it was read before the newer ones were put in force.
            if (before == _puts || !IsRead(platform) || StoredOf(platform).Revision <= read.Revision)
            {
                Put(platform, read);
            }
        }
    }

    private StoredRules StoredOf(WeChatPlatform platform) => _stored.GetValueOrDefault(platform.AppId) ?? StoredRules.None;

    /// <summary>
    /// Makes this process's own change without reading all rules; returns whether it did, which it does not when others changed some in
    /// between.
    /// </summary>
    private bool TryApply(WeChatPlatform platform, RuleChange change, RuleWrite written)
    {
        lock (_gate)
        {
            var known = StoredOf(platform);
            if (!IsRead(platform) || known.Revision != written.Revision - 1)
            {
                return false;
            }

            var others = known.Rules.Where(rule => rule.Name != change.Name);
            Put(platform, new StoredRules(written.Revision, written.Rule is { } rule ? [.. others, rule] : [.. others]));
            return true;
        }
    }

    /// <summary>Puts rules in force. Only within the lock.</summary>
    private void Put(WeChatPlatform platform, StoredRules rules)
    {
        _puts++;
        _stored[platform.AppId] = rules;
        _inForce[platform.AppId] = new RulesInForce(platform, rules);
    }

    private RulesInForce Make(WeChatPlatform platform)
    {
        lock (_gate)
        {
            return _inForce[platform.AppId] = new RulesInForce(platform, StoredOf(platform));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "Rule '{Rule}' of platform '{Platform}' changed; the revision is '{Revision}'.", EventName = "Changed")]
        public static partial void Changed(ILogger logger, string rule, string platform, long revision);
    }
}
