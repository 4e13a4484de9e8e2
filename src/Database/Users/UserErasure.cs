using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Database.Users;

/// <summary>Erases a person, all or nothing: every row with the user's id. The id is never given again.</summary>
internal static class UserErasure
{
    /// <summary>Erases the user; returns whether there was one.</summary>
    public static async Task<bool> RunAsync(GatewayDatabase database, string app, long id, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // First, since it keeps all others out: whoever adds a session, a phone or a notice looks at the user's row.
        var erased = await database.Users.Where(row => row.App == app && row.Id == id).ExecuteDeleteAsync(cancellationToken);
        if (erased == 0)
        {
            return false;
        }

        await database.Sessions.Where(row => row.User == id).ExecuteDeleteAsync(cancellationToken);
        await database.UserProfiles.Where(row => row.User == id).ExecuteDeleteAsync(cancellationToken);
        await database.UserPhones.Where(row => row.User == id).ExecuteDeleteAsync(cancellationToken);
        await database.Notices.Where(row => row.User == id).ExecuteDeleteAsync(cancellationToken);
        await database.Subscriptions.Where(row => row.User == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
