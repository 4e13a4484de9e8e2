using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.MiniPrograms.ProgramCodes;

/// <summary>Remembers pictures for a day, in a bounded number of bytes; the oldest make room for new ones.</summary>
internal sealed class CodeCache(TimeProvider clock)
{
    /// <summary>How long a picture is remembered.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <summary>The most bytes of all pictures: some hundreds of them.</summary>
    internal const int MostBytes = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<CodeKey, Remembered> _codes = [];
    private readonly Queue<CodeKey> _inOrder = [];
    private long _bytes;

    /// <summary>Finds a picture.</summary>
    public bool TryGet(CodeKey key, [NotNullWhen(true)] out ProgramCode? code)
    {
        lock (_gate)
        {
            code = _codes.GetValueOrDefault(key) is { } found && clock.GetElapsedTime(found.At) < Life ? found.Code : null;
            return code is not null;
        }
    }

    /// <summary>Remembers a picture.</summary>
    public void Add(CodeKey key, ProgramCode code)
    {
        if (code.Bytes.Length > MostBytes)
        {
            return;
        }

        lock (_gate)
        {
            while (_inOrder.TryPeek(out var oldest)
                && (_bytes + code.Bytes.Length > MostBytes || oldest == key || clock.GetElapsedTime(_codes[oldest].At) >= Life))
            {
                Remove(_inOrder.Dequeue());
            }

            // A picture that is there and not the oldest is still good.
            if (_codes.TryAdd(key, new Remembered(code, clock.GetTimestamp())))
            {
                _inOrder.Enqueue(key);
                _bytes += code.Bytes.Length;
            }
        }
    }

    private void Remove(CodeKey key)
    {
        _codes.Remove(key, out var removed);
        _bytes -= removed!.Code.Bytes.Length;
    }

    private sealed record Remembered(ProgramCode Code, long At);
}
