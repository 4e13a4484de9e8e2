using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Platform.AuthorizationPages;

namespace WxYarpGateway.Database.Vault;

/// <summary>The key that signs invitations, in the table <c>meta</c>. The first replica that needs it makes it.</summary>
internal sealed class InvitationKeys(DatabaseAccess access) : IInvitationKeys
{
    private const int KeyBytes = 32;

    private volatile byte[]? _key;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> KeyAsync(CancellationToken cancellationToken)
        => _key ??= await VaultCall.RunAsync(() => access.WriteAsync(ReadOrMakeAsync, cancellationToken));

    // One statement writes, and what stands there afterwards counts, so that two replicas never have two keys.
    private static async Task<byte[]> ReadOrMakeAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        var field = SealedFields.Meta(MetaNames.InvitationKey);
        var made = Convert.ToBase64String(database.Cipher.Seal(field, RandomNumberGenerator.GetBytes(KeyBytes)));
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO meta (name, value) VALUES ({MetaNames.InvitationKey}, {made}) ON CONFLICT (name) DO NOTHING", cancellationToken);
        var value = await database.Set<MetaRow>().AsNoTracking()
            .Where(row => row.Name == MetaNames.InvitationKey)
            .Select(row => row.Value)
            .SingleAsync(cancellationToken);
        return database.Cipher.Open(field, Convert.FromBase64String(value));
    }
}
