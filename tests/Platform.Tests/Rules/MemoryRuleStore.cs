using System.Globalization;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Tests.Rules;

/// <summary>A database with rules, for tests: it can be away.</summary>
internal sealed class MemoryRuleStore : IRuleStore
{
    private readonly Lock _gate = new();
    private StoredRules _rules = StoredRules.None;

    public bool IsAway { get; set; }

    public int Reads { get; private set; }

    public ValueTask<long> ReadRevisionAsync(AppId platform, CancellationToken cancellationToken)
    {
        Check();
        return new(_rules.Revision);
    }

    /// <summary>Gets or sets what happens between a reading and its answer.</summary>
    public Func<Task>? AfterRead { get; set; }

    public async ValueTask<StoredRules> ReadAsync(AppId platform, CancellationToken cancellationToken)
    {
        Check();
        Reads++;
        var read = _rules;
        if (AfterRead is { } after)
        {
            await after();
        }

        return read;
    }

    public ValueTask<RuleWrite> WriteAsync(AppId platform, RuleChange change, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            var present = _rules.Rules.FirstOrDefault(rule => rule.Name == change.Name);
            if (present is null && change.Rule is null)
            {
                return new(new RuleWrite(RuleWriteResult.Missing, _rules.Revision, null));
            }

            var revision = _rules.Revision + 1;
            var rule = change.Rule is null ? null : new StoredRule(
                change.Name, change.Definition, revision.ToString(CultureInfo.InvariantCulture), change.By, DateTimeOffset.UnixEpoch);
            var others = _rules.Rules.Where(other => other.Name != change.Name);
            _rules = new StoredRules(revision, rule is null ? [.. others] : [.. others, rule]);
            return new(new RuleWrite(RuleWriteResult.Done, revision, rule));
        }
    }

    /// <summary>Returns what the database has now.</summary>
    public StoredRules BackUp() => _rules;

    /// <summary>Puts a backup in the place of what the database has.</summary>
    public void Restore(StoredRules backup) => _rules = backup;

    private void Check()
    {
        if (IsAway)
        {
            throw new IOException("The database is away.");
        }
    }
}
