using System.Globalization;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Backups;

/// <summary>
/// The files of backups in the data folder: <c>gateway-{moment}.db</c> for a whole one, with <c>.unfinished</c> for one that is being
/// written, and <c>gateway-{moment}.failed</c> with a sentence. Every process of the machine reads the same from them.
/// </summary>
internal sealed class BackupFiles(DataFolder folder, TimeProvider clock)
{
    /// <summary>What the name of a file ends in that is being written.</summary>
    public const string Unfinished = ".unfinished";

    // SQLite leaves it when the disk is full.
    private const string Journal = "-journal";

    private const string Prefix = "gateway-";
    private const string Suffix = ".db";
    private const string Failed = ".failed";
    private const string Moment = "yyyyMMdd-HHmmss";
    private const string LockName = "lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Another process that only looks has the lock for a moment.
    private const int LockAttempts = 5;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the folder.</summary>
    public string Folder => folder.Backups;

    /// <summary>
    /// Takes the right to write backups into the folder, which no two processes have at a time; <see langword="null"/> when another one
    /// has it. It ends with its process.
    /// </summary>
    public async Task<FileStream?> TryLockAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, OwnerOnly);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(Path.Combine(Folder, LockName)) && attempt < LockAttempts)
            {
                await Task.Delay(LockPause, TimeProvider.System, cancellationToken);
            }
            catch (IOException) when (File.Exists(Path.Combine(Folder, LockName)))
            {
                return null;
            }
        }
    }

    /// <summary>Returns the file of a new backup, and the moment that names it.</summary>
    public (string File, DateTimeOffset At) Next()
    {
        var now = clock.GetUtcNow();
        var at = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        while (File.Exists(FileOf(at)) || File.Exists(FailureOf(FileOf(at))))
        {
            at = at.AddSeconds(1);
        }

        return (FileOf(at), at);
    }

    /// <summary>Returns the whole backups with their moments, the newest first.</summary>
    public IReadOnlyList<(string File, DateTimeOffset At)> Whole() => Named(Suffix);

    /// <summary>Returns the id of a backup.</summary>
    public static string IdOf(DateTimeOffset at) => at.ToString(Moment, CultureInfo.InvariantCulture);

    /// <summary>Returns all backups, the newest first.</summary>
    public IReadOnlyList<Backup> All()
    {
        var unfinished = Named(Suffix + Unfinished);
        var isRunning = unfinished.Count > 0 && IsLocked();
        return
        [
            .. Whole().Select(whole => new Backup(IdOf(whole.At), BackupState.Done, whole.At)
                {
                    Progress = 100,
                    File = whole.File,
                    Bytes = SizeOf(whole.File),
                })
                .Concat(unfinished.Select((one, index) => OfUnfinished(one, isRunning && index == 0)))
                .Concat(Named(Failed).Select(failed => new Backup(IdOf(failed.At), BackupState.Failed, failed.At)
                {
                    Sentence = ReadSentence(failed.File),
                }))
                .OrderByDescending(backup => backup.StartedAt),
        ];
    }

    /// <summary>Writes down why a backup failed, if the disk takes that.</summary>
    public static void WriteFailure(string file, string sentence)
    {
        try
        {
            File.WriteAllText(FailureOf(file), sentence);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk is the reason itself; whoever asked for the backup has the sentence.
        }
    }

    /// <summary>Removes what is too much, and what was broken off. The caller has the lock.</summary>
    public void Tidy(int kept)
    {
        foreach (var (file, at) in Named(Suffix + Unfinished))
        {
            Remove(file);
            WriteFailure(FileOf(at), "The process that made it ended before it was whole.");
        }

        foreach (var (file, _) in Whole().Skip(kept).Concat(Named(Failed).Skip(kept)))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes a file that is not whole, if that can be done.</summary>
    public static void Remove(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
            File.Delete(unfinished + Journal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Before the next backup it is tried again.
        }
    }

    /// <summary>Returns the size of a file; 0 when it is not there.</summary>
    public static long SizeOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private static string FailureOf(string file) => file[..^Suffix.Length] + Failed;

    private string FileOf(DateTimeOffset at) => Path.Combine(Folder, Prefix + IdOf(at) + Suffix);

    private Backup OfUnfinished((string File, DateTimeOffset At) one, bool isRunning)
    {
        var written = SizeOf(one.File);
        return new Backup(IdOf(one.At), isRunning ? BackupState.Running : BackupState.Failed, one.At)
        {
            // It is written without the gaps of the database, and whole only when it has its own name.
            Progress = (int)Math.Min(99, written * 100 / Math.Max(1, SizeOf(folder.DatabaseFile))),
            Bytes = written,
            Sentence = isRunning ? null : "The process that made it ended before it was whole.",
        };
    }

    private bool IsLocked()
    {
        try
        {
            using var look = new FileStream(Path.Combine(Folder, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string ReadSentence(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "It failed, and the reason cannot be read.";
        }
    }

    private List<(string File, DateTimeOffset At)> Named(string suffix)
        => Directory.Exists(Folder)
            ? [.. Directory.GetFiles(Folder, $"{Prefix}*{suffix}")
                .Select(file => (File: file, At: MomentOf(Path.GetFileName(file), suffix)))
                .Where(named => named.At is not null)
                .Select(named => (named.File, named.At!.Value))
                .OrderByDescending(named => named.Value)]
            : [];

    private static DateTimeOffset? MomentOf(string name, string suffix)
        => DateTimeOffset.TryParseExact(
            name[Prefix.Length..^suffix.Length], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at : null;
}
