using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Events;

/// <summary>The states of comparisons in the table <c>meta</c>.</summary>
internal sealed class SyncRuns(DatabaseAccess access) : ISyncRuns
{
    /// <inheritdoc/>
    public ValueTask<string?> ReadAsync(AppId component, CancellationToken cancellationToken)
    {
        var name = NameOf(component);
        return AuthorizersCall.RunAsync(() => access.ReadAsync(
            (database, token) => database.Meta.Where(row => row.Name == name).Select(row => row.Value).SingleOrDefaultAsync(token),
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(AppId component, string? seen, string state, CancellationToken cancellationToken)
    {
        var name = NameOf(component);
        return AuthorizersCall.RunAsync(() => access.WriteAsync(
            async (database, token) => seen is null
                ? await database.Database.ExecuteSqlAsync(
                    $"INSERT INTO meta (name, value) VALUES ({name}, {state}) ON CONFLICT (name) DO NOTHING", token) == 1
                : await database.Meta.Where(row => row.Name == name && row.Value == seen).ExecuteUpdateAsync(
                    row => row.SetProperty(changed => changed.Value, state), token) == 1,
            cancellationToken));
    }

    private static string NameOf(AppId component) => $"sync:{component.Value}";
}
