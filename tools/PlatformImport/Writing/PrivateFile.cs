namespace WxYarpGateway.PlatformImport.Writing;

/// <summary>A file that only its owner may read, in place of any there: whole, or not at all.</summary>
internal static class PrivateFile
{
    /// <summary>Writes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="cancellationToken">Ends the writing; then the file is as it was.</param>
    public static async Task WriteAsync(string path, Func<StreamWriter, Task> write, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.unfinished";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using (var stream = new FileStream(unfinished, options))
            {
                await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                await write(writer);
                await writer.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
