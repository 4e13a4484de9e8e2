using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Database.Encryption;

namespace WxYarpGateway.Database.Exports;

/// <summary>
/// The file of an exported vault: a line with its form and id, a line for each entry, sealed with the database's key for its place in this
/// file, and a sealed line with their number, without which the file is not whole.
/// </summary>
internal static partial class VaultFile
{
    private const string Form = "wxgw-vault-1";
    private const string EndOf = "end";

    /// <summary>Writes a file that only its owner may read, in place of any there: whole, or not at all.</summary>
    public static async Task<long> WriteAsync(
        string path, FieldCipher cipher, IAsyncEnumerable<VaultEntry> entries, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7().ToString("N");
        var unfinished = $"{path}.unfinished";
        File.Delete(unfinished);
        var number = 0L;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var stream = new FileStream(unfinished, options))
        {
            await using var writer = new StreamWriter(stream, leaveOpen: true);
            await writer.WriteLineAsync($"{Form} {id}".AsMemory(), cancellationToken);
            await foreach (var entry in entries.WithCancellation(cancellationToken))
            {
                var json = JsonSerializer.SerializeToUtf8Bytes(entry, Json.Default.VaultEntry);
                var line = Convert.ToBase64String(cipher.Seal(Place(id, Text(number)), json));
                await writer.WriteLineAsync(line.AsMemory(), cancellationToken);
                number++;
            }

            var end = Convert.ToBase64String(cipher.Seal(Place(id, EndOf), Text(number)));
            await writer.WriteLineAsync(end.AsMemory(), cancellationToken);
            await writer.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
        return number;
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FieldUnreadableException">It is no exported vault, not whole, or of another key.</exception>
    public static async Task<IReadOnlyList<VaultEntry>> ReadAsync(string path, FieldCipher cipher, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(path, cancellationToken);
        if (lines is not [var head, .. var sealedEntries, var end] || head.Split(' ') is not [Form, var id])
        {
            throw new FieldUnreadableException("The file is no whole export of a vault. Export it again with: database export-vault");
        }

        var entries = new List<VaultEntry>();
        foreach (var line in sealedEntries)
        {
            var json = Open(cipher, Place(id, Text(entries.Count)), line);
            entries.Add(JsonSerializer.Deserialize(json, Json.Default.VaultEntry)
                ?? throw new FieldUnreadableException("The file holds an entry that is none. Export the vault again."));
        }

        return System.Text.Encoding.UTF8.GetString(Open(cipher, Place(id, EndOf), end)) == Text(entries.Count)
            ? entries
            : throw new FieldUnreadableException("The file is not whole: entries are missing. Copy it again.");
    }

    private static byte[] Open(FieldCipher cipher, FieldAddress place, string line)
    {
        var bytes = new byte[line.Length];
        return cipher.Open(place, bytes.AsSpan(0, Convert.TryFromBase64String(line, bytes, out var length) ? length : 0));
    }

    private static FieldAddress Place(string id, string line) => new("vault file", "line", $"{id}/{line}");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(VaultEntry))]
    private sealed partial class Json : JsonSerializerContext;
}
