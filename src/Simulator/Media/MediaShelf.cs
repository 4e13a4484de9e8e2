using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Media;

/// <summary>Holds what was uploaded and what can be downloaded.</summary>
public sealed class MediaShelf
{
    private readonly ConcurrentQueue<MediaUpload> _uploads = [];
    private readonly ConcurrentDictionary<(string AppId, string MediaId), long> _files = new();

    /// <summary>Gets the bodies that were uploaded, the earliest first.</summary>
    public IReadOnlyList<MediaUpload> Uploads => [.. _uploads];

    /// <summary>Adds a file of so many bytes, as <see cref="MediaEndpoints.ByteAt"/> has them, for <c>/cgi-bin/media/get</c>.</summary>
    public void Add(string appId, string mediaId, long length) => _files[(appId, mediaId)] = length;

    internal void Add(MediaUpload upload) => _uploads.Enqueue(upload);

    internal bool TryFind(string appId, string? mediaId, [NotNullWhen(true)] out long? length)
    {
        length = _files.TryGetValue((appId, mediaId ?? ""), out var found) ? found : null;
        return length is not null;
    }
}
