using System.Text;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Seals everything with the current key that another one had sealed. Gateways may run meanwhile, with the same keys.</summary>
internal sealed class KeyRotation(DatabaseAccess access, SealedValues values)
{
    /// <summary>Rotates; may be run again after it was broken off.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    public async Task<KeyRotationResult> RunAsync(CancellationToken cancellationToken)
    {
        var (changed, current) = (0L, 0L);
        var problems = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var column in SealedColumn.All)
        {
            await foreach (var value in values.ReadAsync(column, cancellationToken))
            {
                var kept = value.ToBytes();
                if (access.Cipher.IsCurrent(kept))
                {
                    current++;
                    continue;
                }

                try
                {
                    changed += await ChangeAsync(column, value, kept, cancellationToken) ? 1 : 0;
                }
                catch (FieldUnreadableException exception)
                {
                    problems[exception.Message] = problems.GetValueOrDefault(exception.Message) + 1;
                }
            }
        }

        return new KeyRotationResult(changed, current, problems);
    }

    private Task<bool> ChangeAsync(SealedColumn column, SealedValue value, byte[] kept, CancellationToken cancellationToken)
    {
        var place = column.PlaceOf(value.Names);
        var plain = access.Cipher.Open(place, kept);
        var fingerprint = column.Fingerprint is null
            ? null
            : access.Cipher.Fingerprints(column.Table, column.Column, Encoding.UTF8.GetString(plain))[0];
        return values.ReplaceAsync(column, value, access.Cipher.Seal(place, plain), fingerprint, cancellationToken);
    }
}
