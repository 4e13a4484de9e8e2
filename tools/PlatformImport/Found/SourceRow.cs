using System.Globalization;
using MySqlConnector;

namespace WxYarpGateway.PlatformImport.Found;

/// <summary>A row of a table, of which any column may be missing, NULL or of another type than the program made it.</summary>
internal sealed class SourceRow
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Initializes a new instance of the <see cref="SourceRow"/> class with the reader's current row.</summary>
    public SourceRow(MySqlDataReader reader)
    {
        for (var column = 0; column < reader.FieldCount; column++)
        {
            _values[reader.GetName(column)] = reader.IsDBNull(column) ? null : reader.GetValue(column);
        }
    }

    /// <summary>Returns a text; empty when there is none.</summary>
    public string Text(string column) => _values.GetValueOrDefault(column) switch
    {
        null => "",
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Returns a whole number; <see langword="null"/> when there is none.</summary>
    public long? Number(string column)
        => long.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Returns a time; <see langword="null"/> for none, for a date of zeros, and for one before WeChat had platforms.</summary>
    public DateTimeOffset? Time(string column)
        => _values.GetValueOrDefault(column) is DateTime { Year: >= 2014 } time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
