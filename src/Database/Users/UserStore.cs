using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Users;

/// <summary>Keeps the users of mini programs in the tables <c>user</c>, <c>user_profile</c> and <c>user_phone</c>.</summary>
internal sealed class UserStore(DatabaseAccess access, TimeProvider clock) : IUserStore
{
    /// <inheritdoc/>
    public ValueTask<long> EnterAsync(
        string app, string openId, string unionId, string sessionKey, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => UserEntry.RunAsync(database, app, openId, unionId, sessionKey, Now(), token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<KeptUser?> FindAsync(string app, long id, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.ReadAsync(
            (database, token) => UserReading.FindAsync(database, app, id, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeptUser>> SearchAsync(string app, UserSearch search, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.ReadAsync(
            (database, token) => UserReading.SearchAsync(database, app, search, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SessionKeys?> FindKeysAsync(string app, long id, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.ReadAsync(
            async (database, token) =>
            {
                var rows = await database.Users.AsNoTracking().Where(row => row.App == app && row.Id == id).ToListAsync(token);
                return rows is not [var row] ? null : new SessionKeys(
                    UserEntry.OpenOrNull(database.Cipher, SealedFields.SessionKey(app, row.OpenId), row.SessionKey) ?? "",
                    UserEntry.OpenOrNull(database.Cipher, SealedFields.PreviousKey(app, row.OpenId), row.PreviousKey) ?? "");
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> ReplaceKeyAsync(string app, long id, string seen, string sessionKey, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => UserKeys.ReplaceAsync(database, app, id, seen, sessionKey, Now(), token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> SaveProfileAsync(
        long id, string nickname, string avatarUrl, string unionId, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => UserEdits.SaveProfileAsync(database, id, nickname, avatarUrl, unionId, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> SavePhoneAsync(long id, UserPhone phone, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => UserEdits.SavePhoneAsync(database, id, phone, Now(), token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(string app, long id, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => UserErasure.RunAsync(database, app, id, token), cancellationToken));

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
