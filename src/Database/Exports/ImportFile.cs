using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Database.Encryption;

namespace WxYarpGateway.Database.Exports;

/// <summary>
/// A file of <c>tools/PlatformImport</c>, in clear: a line with its form, a line of JSON for each entry, and one with their number, without
/// which the file is not whole. It may have millions of lines.
/// </summary>
internal static partial class ImportFile
{
    private const string Form = "wxgw-import-1";

    /// <summary>Returns whether a file is one.</summary>
    public static async Task<bool> IsOneAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        var head = new char[Form.Length + 1];
        return await reader.ReadBlockAsync(head, cancellationToken) == head.Length
            && head.AsSpan().SequenceEqual($"{Form}\n");
    }

    /// <summary>Reads the whole file once, so that nothing is taken from one that is not whole.</summary>
    /// <exception cref="FieldUnreadableException">It is not whole, or a line is none.</exception>
    public static async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        var number = 0L;
        long? end = null;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (number > 0)
            {
                end = end is null ? Read(line, number).End : -1;
            }

            number++;
        }

        // The head and the end are no entries.
        if (end != number - 2)
        {
            throw new FieldUnreadableException("The file is not whole: entries are missing. Make it, or copy it, again.");
        }
    }

    /// <summary>Reads the entries, one after the other.</summary>
    public static async IAsyncEnumerable<ImportedEntry> EntriesAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (number > 0)
            {
                yield return Read(line, number);
            }

            number++;
        }
    }

    private static ImportedEntry Read(string line, long number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ImportJson.Default.ImportedEntry) ?? throw Broken(number);
        }
        catch (JsonException)
        {
            throw Broken(number);
        }
    }

    // What is in the line stays out of the sentence.
    private static FieldUnreadableException Broken(long number) => new($"Line {number + 1} of the file is none. Make the file again.");

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(ImportedEntry))]
    private sealed partial class ImportJson : JsonSerializerContext;
}
