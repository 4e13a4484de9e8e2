using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Keeps the uploaded files and those that can be downloaded.</summary>
public sealed class MediaShelf
{
    private readonly ConcurrentQueue<MediaUpload> _uploads = [];
    private readonly ConcurrentDictionary<(string AppId, string MediaId), long> _drawn = new();
    private readonly AccountShelf<MediaFile> _files = new();
    private readonly ConcurrentDictionary<string, MediaFile> _linked = new(StringComparer.Ordinal);

    /// <summary>Gets the bodies that were uploaded, the earliest first.</summary>
    public IReadOnlyList<MediaUpload> Uploads => [.. _uploads];

    /// <summary>Adds a file of a given length for <c>/cgi-bin/media/get</c>; <see cref="MediaEndpoints.ByteAt"/> gives its bytes.</summary>
    public void Add(string appId, string mediaId, long length) => _drawn[(appId, mediaId)] = length;

    /// <summary>Adds a file for <c>/cgi-bin/media/get</c>, as if it had been uploaded or a user had sent it.</summary>
    public void Add(string appId, string mediaId, MediaFile file) => _files.Put(appId, mediaId, file);

    internal void Add(MediaUpload upload) => _uploads.Enqueue(upload);

    /// <summary>Adds a file that anyone may download by its URL.</summary>
    internal void Link(string key, MediaFile file) => _linked[key] = file;

    internal bool TryFindLinked(string? key, [NotNullWhen(true)] out MediaFile? file)
    {
        file = null;
        return key is not null && _linked.TryGetValue(key, out file);
    }

    internal bool TryFind(string appId, string? mediaId, [NotNullWhen(true)] out MediaFile? file) =>
        _files.TryFind(appId, mediaId, out file);

    internal bool TryFind(string appId, string? mediaId, [NotNullWhen(true)] out long? length)
    {
        length = _drawn.TryGetValue((appId, mediaId ?? ""), out var found) ? found : null;
        return length is not null;
    }
}
