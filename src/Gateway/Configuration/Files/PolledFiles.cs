using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Gateway.Configuration.Files;

/// <summary>A folder of files that is looked at every second.</summary>
/// <remarks>
/// Events of the file system do not cross a bind mount or a network, miss the symbolic links that Kubernetes swaps, and run out
/// where many processes share a machine. Polling every second is cheap and works everywhere.
/// </remarks>
internal sealed class PolledFiles : IFileProvider, IDisposable
{
    private const string AllFiles = "*";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly IFileProvider _files;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Lock _oneLook = new();
    private List<PolledToken> _tokens = [];

    public PolledFiles(string folder, ExclusionFilters filters, TimeProvider clock)
    {
        _folder = folder;
        _files = Directory.Exists(folder) ? new PhysicalFileProvider(folder, filters) : new NullFileProvider();
        _timer = clock.CreateTimer(_ => Look(), null, Pause, Pause);
    }

    /// <inheritdoc/>
    public IFileInfo GetFileInfo(string subpath) => new PolledFile(_files.GetFileInfo(subpath));

    /// <inheritdoc/>
    public IDirectoryContents GetDirectoryContents(string subpath) => _files.GetDirectoryContents(subpath);

    /// <inheritdoc/>
    public IChangeToken Watch(string filter)
    {
        var token = new PolledToken(filter, Print(filter));
        lock (_gate)
        {
            _tokens.Add(token);
        }

        return token;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        (_files as IDisposable)?.Dispose();
    }

    private void Look()
    {
        // Reading what changed may take longer than the pause.
        if (!_oneLook.TryEnter())
        {
            return;
        }

        try
        {
            List<PolledToken> changed;
            lock (_gate)
            {
                changed = _tokens.FindAll(token => token.Print != Print(token.Filter));
                _tokens = _tokens.FindAll(token => !changed.Contains(token));
            }

            changed.ForEach(Tell);
        }
        finally
        {
            _oneLook.Exit();
        }
    }

    private void Tell(PolledToken token)
    {
        try
        {
            token.Change();
        }
        catch (AggregateException)
        {
            // The files changed again under the reader. It watches them by new tokens already; those are made to differ at the next look.
            lock (_gate)
            {
                _tokens.FindAll(other => other.Filter == token.Filter).ForEach(other => other.Print = "");
            }
        }
    }

    /// <summary>Returns what differs when a file, or any file of the folder, has changed.</summary>
    private string Print(string filter)
        => filter == AllFiles
            ? string.Join(
                '\n',
                new DirectoryInfo(_folder) is { Exists: true } folder
                    ? folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(Print)
                    : [])
            : Print(new FileInfo(Path.Combine(_folder, filter)));

    /// <summary>Returns what differs when a file has changed, or what its links lead to.</summary>
    internal static string Print(FileInfo file)
    {
        try
        {
            // A link's own times are not those of what it points to.
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true }
                ? $"{file.Name}|{target.FullName}|{target.Length}|{target.LastWriteTimeUtc.Ticks}"
                : $"{file.Name}|absent";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It was deleted, or its links are broken; its reader reports that.
            return $"{file.Name}|unreadable";
        }
    }

    private sealed class PolledToken(string filter, string print) : IChangeToken
    {
        private readonly ConfigurationReloadToken _changed = new();

        public string Filter { get; } = filter;

        public string Print { get; set; } = print;

        public bool HasChanged => _changed.HasChanged;

        public bool ActiveChangeCallbacks => true;

        public IDisposable RegisterChangeCallback(Action<object?> callback, object? state)
            => _changed.RegisterChangeCallback(callback, state);

        public void Change() => _changed.OnReload();
    }
}
