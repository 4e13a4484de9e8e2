using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>Names columns, keys and indexes as the gateway's tables do: <c>CreatedAt</c> is <c>created_at</c>.</summary>
internal static class ColumnNames
{
    /// <summary>Names all of a model.</summary>
    public static void Set(IMutableModel model)
    {
        foreach (var table in model.GetEntityTypes())
        {
            var name = table.GetTableName()!;
            foreach (var property in table.GetProperties())
            {
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            }

            foreach (var key in table.GetKeys())
            {
                key.SetName($"pk_{name}");
            }

            foreach (var index in table.GetIndexes())
            {
                index.SetDatabaseName($"ix_{name}_{string.Join('_', index.Properties.Select(property => property.GetColumnName()))}");
            }

            foreach (var reference in table.GetForeignKeys())
            {
                reference.SetConstraintName(
                    $"fk_{name}_{string.Join('_', reference.Properties.Select(property => property.GetColumnName()))}");
            }
        }
    }
}
