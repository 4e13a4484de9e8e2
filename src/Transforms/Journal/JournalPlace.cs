using System.Globalization;

namespace WxYarpGateway.Transforms.Journal;

/// <summary>
/// The place of one process in the folder: its journal, and a lock file that the system unlocks when the process dies.
/// </summary>
internal sealed class JournalPlace : IDisposable
{
    private readonly FileStream _lock;

    private JournalPlace(FileStream @lock, string file)
    {
        _lock = @lock;
        File = file;
    }

    /// <summary>Gets the path of the journal.</summary>
    public string File { get; }

    /// <summary>Returns the path of the journal at a place.</summary>
    public static string FileOf(string folder, int number)
        => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"redelivery-{number}.journal"));

    /// <summary>
    /// Takes a place; returns <see langword="null"/> when another process has it. Throws when the folder is not writable.
    /// </summary>
    public static JournalPlace? TryTake(string folder, int number)
    {
        var file = FileOf(folder, number);
        try
        {
            return new JournalPlace(new FileStream(file + ".lock", PrivateFile.Options(FileMode.OpenOrCreate, FileShare.None)), file);
        }
        catch (IOException exception)
            when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && IsTaken(file + ".lock"))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // A lock file that exists but cannot be opened is locked by another process. On a full or read-only disk it does not exist.
    private static bool IsTaken(string file) => System.IO.File.Exists(file);
}
