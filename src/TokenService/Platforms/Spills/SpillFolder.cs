using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>
/// The encrypted files of refresh tokens that the vault did not take: one token each, on the disk before the write returns.
/// </summary>
/// <remarks>Several processes may share the folder: a file's name is never used twice.</remarks>
internal sealed partial class SpillFolder(
    IOptions<PlatformTokenOptions> options, ISpillCipher cipher, ILogger<SpillFolder> logger)
{
    private const string Ending = ".spill";
    private const int RandomLength = 16;
    private const int HashBytes = 8;

    // A refresh token has a few hundred characters; nothing of ours is longer.
    private const long LongestFile = 64 * 1024;

    private readonly string _path = Path.Combine(options.Value.DataFolder, "spill");

    /// <summary>Writes a token; returns the file's name, or null when the disk does not take it.</summary>
    public string? Write(SpilledToken token)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token.Key.ToString())), 0, HashBytes);
        var name = $"{hash}-{RandomNumberGenerator.GetHexString(RandomLength, lowercase: true)}";
        var file = Path.Combine(_path, name + Ending);
        var fresh = file + ".new";
        try
        {
            CreateFolder();
            using (var stream = new FileStream(fresh, Private()))
            {
                stream.Write(cipher.Seal(token.Write(), name));
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, file);
            return file;
        }
        catch (Exception e) when (IsRefused(e) || e is VaultUnavailableException or CryptographicException)
        {
            Log.NotWritten(logger, _path, e.Message);
            Delete(fresh);
            return null;
        }
    }

    /// <summary>Returns the tokens in the folder with their files.</summary>
    public IReadOnlyList<(SpilledToken Token, string File)> ReadAll()
    {
        if (!Directory.Exists(_path))
        {
            return [];
        }

        var found = new List<(SpilledToken, string)>();
        foreach (var file in Directory.EnumerateFiles(_path, "*" + Ending))
        {
            if (Read(file) is { } token)
            {
                found.Add((token, file));
            }
        }

        return found;
    }

    /// <summary>Deletes a file, if that is possible; what stays is found out of date at the next start.</summary>
    public void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (DirectoryNotFoundException)
        {
            // Nor is the file there.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotDeleted(logger, file, e.Message);
        }
    }

    // A file that a limit on its size does not let grow (EFBIG) is an argument out of range to .NET.
    private static bool IsRefused(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private SpilledToken? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length <= LongestFile)
            {
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                if (cipher.Open(bytes, Path.GetFileNameWithoutExtension(file)) is { } plain && SpilledToken.Read(plain) is { } token)
                {
                    return token;
                }
            }

            Log.NotReadable(logger, file);
        }
        catch (FileNotFoundException)
        {
            // Another process wrote the token to the vault meanwhile.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotRead(logger, file, e.Message);
        }

        return null;
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
        }
        else if (!Directory.Exists(_path))
        {
            Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "A refresh token that the vault did not take cannot be written to '{Folder}' either: '{Reason}' Free the disk, or make the "
            + "folder writable.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string folder, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The file '{File}' is not needed any more and cannot be deleted: '{Reason}' It is read again at the next start, and does "
            + "nothing then.",
            EventName = "NotDeleted")]
        public static partial void NotDeleted(ILogger logger, string file, string reason);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "The file '{File}' has a refresh token that cannot be opened: it is damaged, or was written with another Database:Key. Add "
            + "that key to Database:PreviousKeys and restart.",
            EventName = "NotReadable")]
        public static partial void NotReadable(ILogger logger, string file);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "The file '{File}' has a refresh token and cannot be read: '{Reason}' Make it readable and restart.",
            EventName = "NotRead")]
        public static partial void NotRead(ILogger logger, string file, string reason);
    }
}
