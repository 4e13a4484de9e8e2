using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Rules;

namespace WxYarpGateway.Database.Rules;

/// <summary>Changes one rule and the revision, in one transaction.</summary>
internal static class RuleEdit
{
    /// <summary>Makes the change if its condition is met.</summary>
    public static async Task<RuleWrite> RunAsync(
        GatewayDatabase database, string platform, RuleChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // First, since it keeps all others out: what is read next is what is changed.
        var revision = await RuleRevisions.RaiseAsync(database, platform, cancellationToken);
        var row = await database.Rules.FirstOrDefaultAsync(
            rule => rule.Platform == platform && rule.Name == change.Name, cancellationToken);
        if (await ProblemOfAsync(database, platform, change, row, cancellationToken) is { } problem)
        {
            await transaction.RollbackAsync(cancellationToken);
            return new RuleWrite(problem, revision - 1, row is null ? null : RuleReading.RuleOf(row));
        }

        var note = new RuleNote(
            now,
            change.By,
            change.Rule is null ? RuleNote.Deleted : row is null ? RuleNote.Added : RuleNote.Changed,
            change.Name,
            revision,
            change.Rule is null ? row!.Definition : change.Definition)
        {
            Person = change.Person,
        };
        RuleNotes.Add(database, platform, note);
        if (change.Rule is null)
        {
            database.Rules.Remove(row!);
            row = null;
        }
        else
        {
            row = row is null ? database.Rules.Add(NewRow(platform, change)).Entity : row;
            row.Priority = change.Rule.Priority;
            row.Enabled = change.Rule.Enabled;
            row.Definition = change.Definition;

            // Revisions never come again, so tags do not either, not even those of deleted rules.
            row.ETag = revision.ToString(CultureInfo.InvariantCulture);
            row.By = change.By.Length > 0 ? change.By : null;
            row.UpdatedAt = now.ToUnixTimeMilliseconds();
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RuleWrite(RuleWriteResult.Done, revision, row is null ? null : RuleReading.RuleOf(row));
    }

    private static async Task<RuleWriteResult?> ProblemOfAsync(
        GatewayDatabase database, string platform, RuleChange change, RuleRow? row, CancellationToken cancellationToken)
    {
        if (row is null)
        {
            return change.ETags is not null ? RuleWriteResult.Changed
                : change.MustExist || change.Rule is null ? RuleWriteResult.Missing
                : await database.Rules.CountAsync(rule => rule.Platform == platform, cancellationToken) >= change.Most
                    ? RuleWriteResult.Full
                : null;
        }

        return change.MustBeNew ? RuleWriteResult.Exists
            : change.ETags is { } tags && !tags.Contains(row.ETag) ? RuleWriteResult.Changed
            : null;
    }

    private static RuleRow NewRow(string platform, RuleChange change)
        => new() { Platform = platform, Name = change.Name, Definition = change.Definition, ETag = "" };
}
