namespace WxYarpGateway.Database.Encryption;

/// <summary>The file with the key of a database that nobody configured one for.</summary>
internal static class KeyFile
{
    /// <summary>The file's name in the data folder.</summary>
    public const string Name = "key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the key; makes one when there is no file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isNew">Whether it was made just now.</param>
    /// <exception cref="FieldUnreadableException">The file holds no key.</exception>
    public static FieldKey ReadOrMake(string path, out bool isNew)
    {
        isNew = !File.Exists(path) && TryMake(path);
        return FieldKey.TryParse(File.ReadAllText(path)) ?? throw new FieldUnreadableException(
            $"{path} holds no key: it must have {FieldKey.Length} bytes in base64. Put the database's key back, "
            + "or remove both the file and the database to begin anew.");
    }

    // A whole file or none: a process may be killed at any moment, and two may start at once.
    private static bool TryMake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(unfinished, options))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(FieldKey.NewBase64());
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(unfinished, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
            return false;
        }
    }
}
