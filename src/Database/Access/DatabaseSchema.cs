using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Meta;

namespace WxYarpGateway.Database.Access;

/// <summary>Which migrations a database has, and whether it has this program's key.</summary>
/// <param name="Applied">Those it has and the program knows, in order.</param>
/// <param name="Pending">Those it lacks.</param>
/// <param name="Unknown">Those that a newer program made.</param>
internal sealed record DatabaseSchema(IReadOnlyList<string> Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown)
{
    private const string KeyCheckText = "WxYarpGateway";

    /// <summary>Reads what a database has; one that is not there has nothing.</summary>
    public static async Task<DatabaseSchema> ReadAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        var known = database.Database.GetMigrations().ToList();
        var applied = (await database.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        return new DatabaseSchema(
            [.. applied.Intersect(known)], [.. known.Except(applied)], [.. applied.Except(known)]);
    }

    /// <summary>Throws when the database is newer than the program.</summary>
    public void RefuseNewer()
    {
        if (Unknown.Count > 0)
        {
            throw new DatabaseRefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The database is newer than this gateway: it has the migration {Unknown[^1]}, which this version does not know. "
                + $"Start the version that made it, or a later one, or restore a backup from before the update."));
        }
    }

    /// <summary>Throws when the database lacks migrations.</summary>
    public void RefuseOlder()
    {
        if (Pending.Count > 0)
        {
            throw new DatabaseRefusedException(
                $"The database lacks the migration {Pending[^1]}. Run the command: database migrate");
        }
    }

    /// <summary>Throws when the database was encrypted with another key; a new database gets this one's mark.</summary>
    public static async Task CheckKeyAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        var field = SealedFields.Meta(MetaNames.KeyCheck);
        var mark = Convert.ToBase64String(database.Cipher.Seal(field, KeyCheckText));
        await database.Database.ExecuteSqlAsync(
            $"""INSERT INTO meta (name, value) VALUES ({MetaNames.KeyCheck}, {mark}) ON CONFLICT (name) DO NOTHING""", cancellationToken);
        var kept = await database.Meta.Where(row => row.Name == MetaNames.KeyCheck).Select(row => row.Value).SingleAsync(cancellationToken);
        var bytes = new byte[kept.Length];
        if (!Convert.TryFromBase64String(kept, bytes, out var length))
        {
            throw new DatabaseRefusedException("The database's key mark is damaged. Restore a backup.");
        }

        try
        {
            database.Cipher.OpenText(field, bytes.AsSpan(0, length));
        }
        catch (FieldUnreadableException exception)
        {
            throw new DatabaseRefusedException($"The database has another key than this gateway. {exception.Message}");
        }
    }
}
