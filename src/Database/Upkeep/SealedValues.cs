using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Reads and replaces the values of sealed columns, a page at a time.</summary>
internal sealed class SealedValues(DatabaseAccess access)
{
    private const int Page = 500;

    /// <summary>Returns all values of a column, in the order of the table's key.</summary>
    public async IAsyncEnumerable<SealedValue> ReadAsync(SealedColumn column, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SealedValue? last = null;
        while (true)
        {
            var after = last;
            var page = await access.ReadAsync((database, within) => ReadPageAsync(database, column, after, within), cancellationToken);
            foreach (var value in page)
            {
                yield return value;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            last = page[^1];
        }
    }

    /// <summary>Replaces a value unless somebody else did; returns whether it was.</summary>
    public async Task<bool> ReplaceAsync(
        SealedColumn column, SealedValue value, byte[] sealedValue, byte[]? fingerprint, CancellationToken cancellationToken)
        => await access.WriteAsync(
            async (database, within) =>
            {
                await using var command = await CommandAsync(database, within);
                object changed = column.IsText ? Convert.ToBase64String(sealedValue) : sealedValue;
                var also = column.Fingerprint is { } name && fingerprint is not null ? $", \"{name}\" = {Add(command, fingerprint)}" : "";
                Say(
                    command,
                    $"UPDATE \"{column.Table}\" SET \"{column.Column}\" = {Add(command, changed)}{also} "
                    + $"WHERE ({Names(column.Key)}) = ({string.Join(", ", value.Key.Select(part => Add(command, part)))}) "
                    + $"AND \"{column.Column}\" = {Add(command, value.Kept)}");
                return await command.ExecuteNonQueryAsync(within);
            },
            cancellationToken) == 1;

    private static async Task<List<SealedValue>> ReadPageAsync(
        GatewayDatabase database, SealedColumn column, SealedValue? after, CancellationToken cancellationToken)
    {
        await using var command = await CommandAsync(database, cancellationToken);
        var start = after is null
            ? ""
            : $"AND ({Names(column.Key)}) > ({string.Join(", ", after.Key.Select(part => Add(command, part)))})";
        Say(
            command,
            $"SELECT {Names([.. column.Key, .. column.Naming, column.Column])} FROM \"{column.Table}\" "
            + $"WHERE {column.Condition} {start} ORDER BY {Names(column.Key)} LIMIT {Page}");
        var values = new List<SealedValue>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(new SealedValue(
                [.. Enumerable.Range(0, column.Key.Length).Select(reader.GetValue)],
                [.. Enumerable.Range(column.Key.Length, column.Naming.Length).Select(
                    index => Convert.ToString(reader.GetValue(index), CultureInfo.InvariantCulture)!)],
                reader.GetValue(column.Key.Length + column.Naming.Length)));
        }

        return values;
    }

    private static async Task<DbCommand> CommandAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = database.Database.GetDbConnection();
        if (connection.State != ConnectionState.Open)
        {
            throw new InvalidOperationException("The connection was opened just now.");
        }

        return connection.CreateCommand();
    }

    private static string Add(DbCommand command, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{command.Parameters.Count}");
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }

    private static void Say(DbCommand command, string statement)
    {
        // Names are constants of this program, and all values are parameters.
#pragma warning disable CA2100
        command.CommandText = statement;
#pragma warning restore CA2100
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));
}
