using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Gateway.Storage;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>A database that is away or refused, two that should be one, and a backup that failed.</summary>
internal sealed class DatabaseProblems(DatabaseAccess database, DatabaseWatch watch, SoleReplica replicas, BackupDesk backups)
    : IProblemSource
{
    private const string Where = "Gateway:Database";

    /// <inheritdoc/>
    public IEnumerable<Problem> Find()
    {
        var state = database.State;
        if (state.Status == DatabaseStatus.Closed)
        {
            if (watch.WhyNeeded() is { } why)
            {
                yield return Of($"The database is not open yet, and is needed: {why}.", "Wait some seconds; if it stays, see the log.");
            }

            yield break;
        }

        if (state.Problem is { } problem)
        {
            yield return Of(
                $"{problem} Pushes are served without it.",
                state.Status == DatabaseStatus.Refused
                    ? "Do what the sentence says and restart the gateway; `database status` tells more."
                    : "See whether the database runs and whether this machine reaches it; the gateway goes on by itself.");
        }

        if (replicas.Other is { } other)
        {
            yield return Of(
                $"Another gateway with the same Redis, on '{other}', has a SQLite database of its own.",
                "Configure Gateway:Database with Kind PostgreSql on all of them, or run one gateway only.");
        }

        if (backups.List() is [{ State: BackupState.Failed } last, ..])
        {
            yield return new Problem(
                Service: null, Where, $"The backup of {last.StartedAt:u} failed: {last.Sentence}", "End the cause, and back up again.");
        }
    }

    private static Problem Of(string sentence, string fix) => new(Service: null, Where, sentence, fix) { IsForAll = true };
}
