using System.Globalization;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Backups;

/// <summary>
/// The files of one kind of backups in the data folder: <c>gateway-{moment}.db</c> for a whole one, with <c>.unfinished</c> for one that is
/// being written, and <c>gateway-{moment}.failed</c> with a sentence. Every process of the machine reads the same from them.
/// </summary>
internal sealed class BackupFiles(DataFolder folder, BackupKind kind, TimeProvider clock)
{
    /// <summary>How many whole ones are kept.</summary>
    public const int Kept = 7;

    /// <summary>What the name of a file ends in that is being written.</summary>
    public const string Unfinished = ".unfinished";

    // SQLite leaves it when the disk is full.
    private const string Journal = "-journal";

    private const string Failed = ".failed";
    private const string Moment = "yyyyMMdd-HHmmss";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Another process that only looks has the lock for a moment.
    private const int LockAttempts = 5;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the folder.</summary>
    public string Folder => folder.Backups;

    /// <summary>
    /// Takes the right to make the next one, which no two processes have at a time; <see langword="null"/> when another one has it. It ends
    /// with its process.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">The folder cannot be written to.</exception>
    public async Task<BackupOrder?> TryOrderAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await TryLockAsync(cancellationToken) is not { } right)
            {
                return null;
            }

            try
            {
                Tidy();
                var (file, at) = Next();

                // Others see it from now on.
                await File.WriteAllBytesAsync(file + Unfinished, [], cancellationToken);
                return new BackupOrder(file, at, right);
            }
            catch
            {
                await right.DisposeAsync();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Folder, exception);
        }
    }

    /// <summary>Returns that a file cannot be written.</summary>
    public static DatabaseUnavailableException Unwritable(string file, Exception exception)
        => new($"the backup {file} cannot be written: {exception.Message.TrimEnd('.')}", exception);

    private async Task<FileStream?> TryLockAsync(CancellationToken cancellationToken)
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
                return new FileStream(Path.Combine(Folder, kind.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(Path.Combine(Folder, kind.Lock)) && attempt < LockAttempts)
            {
                await Task.Delay(LockPause, TimeProvider.System, cancellationToken);
            }
            catch (IOException) when (File.Exists(Path.Combine(Folder, kind.Lock)))
            {
                return null;
            }
        }
    }

    private (string File, DateTimeOffset At) Next()
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
    public IReadOnlyList<(string File, DateTimeOffset At)> Whole() => Named(kind.Suffix);

    /// <summary>Returns the id of a backup.</summary>
    public static string IdOf(DateTimeOffset at) => at.ToString(Moment, CultureInfo.InvariantCulture);

    /// <summary>Returns all backups, the newest first.</summary>
    public IReadOnlyList<Backup> All()
    {
        var unfinished = Named(kind.Suffix + Unfinished);
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
    public void Tidy()
    {
        foreach (var (file, at) in Named(kind.Suffix + Unfinished))
        {
            Remove(file);
            WriteFailure(FileOf(at), "The process that made it ended before it was whole.");
        }

        foreach (var (file, _) in Whole().Skip(Kept).Concat(Named(Failed).Skip(Kept)))
        {
            Remove(file);
        }
    }

    /// <summary>Removes a file that is not whole, or one too many, if that can be done.</summary>
    public static void Remove(string file)
    {
        try
        {
            File.Delete(file);
            File.Delete(file + Journal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Before the next backup it is tried again.
        }
    }

    /// <summary>Returns the size of a file; 0 when it is not there.</summary>
    public static long SizeOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : 0;

    private static string FailureOf(string file) => Path.ChangeExtension(file, Failed);

    private string FileOf(DateTimeOffset at) => Path.Combine(Folder, kind.Prefix + IdOf(at) + kind.Suffix);

    private Backup OfUnfinished((string File, DateTimeOffset At) one, bool isRunning)
    {
        var written = SizeOf(one.File);
        var expected = kind == BackupKind.Database ? SizeOf(folder.DatabaseFile) : 0;
        return new Backup(IdOf(one.At), isRunning ? BackupState.Running : BackupState.Failed, one.At)
        {
            // It is written without the gaps of the database, and whole only when it has its own name.
            Progress = expected > 0 ? (int)Math.Min(99, written * 100 / expected) : 0,
            Bytes = written,
            Sentence = isRunning ? null : "The process that made it ended before it was whole.",
        };
    }

    private bool IsLocked()
    {
        try
        {
            using var look = new FileStream(Path.Combine(Folder, kind.Lock), FileMode.Open, FileAccess.Read, FileShare.Read);
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
            ? [.. Directory.GetFiles(Folder, $"{kind.Prefix}*{suffix}")
                .Select(file => (File: file, At: MomentOf(Path.GetFileName(file), suffix)))
                .Where(named => named.At is not null)
                .Select(named => (named.File, named.At!.Value))
                .OrderByDescending(named => named.Value)]
            : [];

    private DateTimeOffset? MomentOf(string name, string suffix)
        => DateTimeOffset.TryParseExact(
            name[kind.Prefix.Length..^suffix.Length], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at : null;
}
