using System.Collections;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Gateway.Configuration.Files;

/// <summary>
/// A folder of files with one secret each, as editors and tools leave them: without the blanks, line breaks and marks around the
/// secret.
/// </summary>
internal sealed class SecretFiles(IFileProvider files) : IFileProvider, IDisposable
{
    /// <inheritdoc/>
    public IFileInfo GetFileInfo(string subpath) => new SecretFile(files.GetFileInfo(subpath));

    /// <inheritdoc/>
    public IDirectoryContents GetDirectoryContents(string subpath) => new Secrets(files.GetDirectoryContents(subpath));

    /// <inheritdoc/>
    public IChangeToken Watch(string filter) => files.Watch(filter);

    /// <inheritdoc/>
    public void Dispose() => (files as IDisposable)?.Dispose();

    private sealed class Secrets(IDirectoryContents contents) : IDirectoryContents
    {
        public bool Exists => contents.Exists;

        public IEnumerator<IFileInfo> GetEnumerator() => contents.Select(file => (IFileInfo)new SecretFile(file)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
