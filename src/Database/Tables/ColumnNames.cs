using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WxYarpGateway.Database.Tables;

/// <summary>
/// Names columns by their properties: <c>ReceivedAt</c> is <c>received_at</c>, and WeChat's ids are written as WeChat does.
/// </summary>
internal static class ColumnNames
{
    /// <summary>Names all columns, keys and indexes of a model.</summary>
    public static void Set(IMutableModel model)
    {
        foreach (var table in model.GetEntityTypes())
        {
            var name = table.GetTableName()!;
            foreach (var property in table.GetProperties().Where(
                property => property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null))
            {
                property.SetColumnName(Of(property.Name));
            }

            foreach (var key in table.GetKeys())
            {
                key.SetName($"pk_{name}");
            }

            foreach (var index in table.GetIndexes())
            {
                index.SetDatabaseName($"ix_{name}_{string.Join('_', index.Properties.Select(property => property.GetColumnName()))}");
            }
        }
    }

    /// <summary>Returns the column of a property.</summary>
    public static string Of(string property)
    {
        var words = property.Replace("AppId", "Appid", StringComparison.Ordinal)
            .Replace("OpenId", "Openid", StringComparison.Ordinal)
            .Replace("UnionId", "Unionid", StringComparison.Ordinal);
        var column = new StringBuilder();
        foreach (var letter in words)
        {
            if (char.IsAsciiLetterUpper(letter) && column.Length > 0)
            {
                column.Append('_');
            }

            column.Append(char.ToLowerInvariant(letter));
        }

        return column.ToString();
    }
}
