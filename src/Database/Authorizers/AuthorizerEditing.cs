using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Makes an edit of an authorizer, all of it or nothing, unless somebody else was faster.</summary>
internal static class AuthorizerEditing
{
    /// <summary>Makes the edit if the row has one of the tags.</summary>
    public static async Task<AuthorizerWrite> RunAsync(
        GatewayDatabase database,
        string platform,
        string appId,
        AuthorizerEdit edit,
        IReadOnlyCollection<string>? expected,
        long now,
        CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // First, since it keeps all others out of this authorizer: what is read next is what is edited.
        await database.Authorizers.Where(row => row.Platform == platform && row.AppId == appId)
            .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.UpdatedAt, now), cancellationToken);
        var details = await AuthorizerReading.FindAsync(database, platform, appId, cancellationToken);
        if (details is null || expected?.Contains(details.EditTag) is false)
        {
            await transaction.RollbackAsync(cancellationToken);
            return new AuthorizerWrite(details, IsDone: false);
        }

        var overrides = edit.HasOverrides ? edit.Overrides : details.Authorizer.Overrides;
        var note = edit.Note ?? details.Note;
        var noteOrNull = note.Length > 0 ? note : null;
        await database.Authorizers.Where(row => row.Platform == platform && row.AppId == appId)
            .ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.Overrides, overrides).SetProperty(changed => changed.Note, noteOrNull),
                cancellationToken);
        if (edit.Tags is { } tags)
        {
            await ReplaceTagsAsync(database, platform, appId, tags, cancellationToken);
        }

        if (edit.By is { } by)
        {
            database.Audit.Add(StatusNotes.RowOf(
                platform, appId, StatusNote.Edited, details.Authorizer.State.ToString(), by, now));
            await database.SaveChangesAsync(cancellationToken);
        }

        details = await AuthorizerReading.FindAsync(database, platform, appId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AuthorizerWrite(details, IsDone: true);
    }

    private static async Task ReplaceTagsAsync(
        GatewayDatabase database, string platform, string appId, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        await database.AuthorizerTags.Where(row => row.Platform == platform && row.AppId == appId).ExecuteDeleteAsync(cancellationToken);
        database.AuthorizerTags.AddRange(tags.Distinct(StringComparer.Ordinal).Select(
            tag => new AuthorizerTagRow { Platform = platform, AppId = appId, Tag = tag }));
        await database.SaveChangesAsync(cancellationToken);
    }
}
