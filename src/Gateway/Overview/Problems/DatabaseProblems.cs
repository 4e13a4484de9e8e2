using System.Globalization;
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
                yield return Of(ProblemKinds.DatabaseOpening, why);
            }

            yield break;
        }

        if (state.Problem is { } problem)
        {
            yield return Of(
                state.Status == DatabaseStatus.Refused ? ProblemKinds.DatabaseRefused : ProblemKinds.DatabaseAway, problem);
        }

        if (replicas.Other is { } other)
        {
            yield return Of(ProblemKinds.DatabaseOfItsOwn, other);
        }

        if (backups.List() is [{ State: BackupState.Failed } last, ..])
        {
            yield return ProblemKinds.BackupFailed.At(
                service: null, Where, last.StartedAt.ToString("u", CultureInfo.InvariantCulture), last.Sentence ?? "");
        }
    }

    private static Problem Of(ProblemKind kind, string value) => kind.At(service: null, Where, value) with { IsForAll = true };
}
