using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Reads everything that is sealed, and has SQLite check its file.</summary>
internal sealed class Verification(DatabaseAccess access, SealedValues values)
{
    private const string Well = "ok";

    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Verifies the database.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    public async Task<VerificationResult> RunAsync(CancellationToken cancellationToken)
    {
        var problems = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var problem in access.Kind == DatabaseKind.Sqlite ? await CheckFileAsync(cancellationToken) : [])
        {
            Count($"The file is damaged: {problem}. Restore a backup.");
        }

        var (current, previous) = (0L, 0L);
        foreach (var column in SealedColumn.All)
        {
            await foreach (var value in values.ReadAsync(column, cancellationToken))
            {
                try
                {
                    var kept = value.ToBytes();
                    access.Cipher.Open(column.PlaceOf(value.Names), kept);
                    (current, previous) = access.Cipher.IsCurrent(kept) ? (current + 1, previous) : (current, previous + 1);
                }
                catch (FieldUnreadableException exception)
                {
                    Count(exception.Message);
                }
            }
        }

        return new VerificationResult(current, previous, problems);

        void Count(string problem) => problems[problem] = problems.GetValueOrDefault(problem) + 1;
    }

    private async Task<List<string>> CheckFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var database = access.Engine.NewContext(access.Cipher);
            database.Database.SetCommandTimeout(Limit);
            var found = await database.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check")
                .ToListAsync(cancellationToken);
            return [.. found.Where(line => line != Well)];
        }
        catch (Exception exception) when (access.Engine.WhyUnavailable(exception) is { } reason)
        {
            return [reason];
        }
    }
}
