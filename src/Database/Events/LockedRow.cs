using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Events;

/// <summary>Reads a row of an authorizer that nobody else changes until the transaction ends. SQLite has one writer anyway.</summary>
internal static class LockedRow
{
    /// <summary>Returns the row, tracked; <see langword="null"/> when there is none.</summary>
    public static Task<AuthorizerRow?> FindAsync(
        GatewayDatabase database, AppId component, AppId appId, CancellationToken cancellationToken)
    {
        var (platform, account) = (component.Value, appId.Value);
        return database.Database.IsNpgsql()
            ? database.Authorizers
                .FromSql($"SELECT * FROM authorizer WHERE platform = {platform} AND appid = {account} FOR UPDATE")
                .SingleOrDefaultAsync(cancellationToken)
            : database.Authorizers.SingleOrDefaultAsync(row => row.Platform == platform && row.AppId == account, cancellationToken);
    }
}
