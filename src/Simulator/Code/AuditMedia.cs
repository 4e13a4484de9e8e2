using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Media;

namespace WxYarpGateway.Simulator.Code;

/// <summary>Knows the files that audits may show: those of <c>/wxa/uploadmedia</c>, and those of <c>/cgi-bin/media/upload</c>.</summary>
internal sealed class AuditMedia(MediaShelf shelf, TimeProvider clock)
{
    // Documented for temporary files.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly ConcurrentDictionary<(string AppId, string Id), DateTimeOffset> _uploaded = new();

    public void Add(string appId, string id)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, at) in _uploaded)
        {
            if (now - at >= Lifetime)
            {
                _uploaded.TryRemove(old, out _);
            }
        }

        _uploaded[(appId, id)] = now;
    }

    /// <summary>Returns whether the file exists and has not expired.</summary>
    public bool Knows(string appId, string id) =>
        (_uploaded.TryGetValue((appId, id), out var at) && clock.GetUtcNow() - at < Lifetime)
        || (shelf.TryFind(appId, id, out MediaFile? file) && clock.GetUtcNow() - file.At < Lifetime);
}
