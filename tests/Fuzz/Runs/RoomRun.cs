using System.Collections.Concurrent;
using System.Diagnostics;
using WxYarpGateway.Fuzz.Mutation;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>Tries inputs in a room: the corpus as it is, then what a seed and the following ones make of it.</summary>
internal sealed class RoomRun(FuzzRoom room, long seed)
{
    // A room with so many different findings has taught enough for one run.
    private const int MostFindings = 10;
    private static readonly TimeSpan ShrinkTime = TimeSpan.FromSeconds(3);

    private readonly Corpus _corpus = new(room);
    private readonly Meter _meter = new(room.Budget);
    private readonly ConcurrentDictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private long _executions;
    private long _taken;

    /// <summary>Gets how far the run is; also while it goes on.</summary>
    public RoomReport Report => new(room.Name, seed, Interlocked.Read(ref _executions), Interlocked.Read(ref _taken),
        Stopwatch.GetElapsedTime(_startedAt), _meter.Slowest, _meter.Largest, [.. _findings.Values]);

    /// <summary>Runs for as many inputs as are asked for, or as long as is allowed.</summary>
    public async Task<RoomReport> RunAsync(long most, TimeSpan longest, Action<Finding, string> found, CancellationToken cancellationToken)
    {
        foreach (var input in _corpus.Findings.Concat(_corpus.Seeds))
        {
            await TryAsync(null, input, found);
        }

        var mutator = new Mutator(room.Grammar, _corpus.Seeds);
        for (var count = 0L; count < most && _findings.Count < MostFindings && !cancellationToken.IsCancellationRequested
            && Stopwatch.GetElapsedTime(_startedAt) < longest; count++)
        {
            await TryAsync(seed + count, mutator.Make(seed + count), found);
        }

        return Report;
    }

    private async ValueTask TryAsync(long? of, byte[] input, Action<Finding, string> found)
    {
        Interlocked.Increment(ref _executions);
        try
        {
            if (await TryAsync(input))
            {
                Interlocked.Increment(ref _taken);
            }
        }
        catch (Exception exception)
        {
            // Whatever is thrown, wherever, is what the run is for.
            var finding = new Finding(room.Name, of, input, exception);
            if (!_findings.ContainsKey(finding.Kind))
            {
                finding = finding with { Input = await ShrinkAsync(finding) };
                _findings[finding.Kind] = finding;
                found(finding, _corpus.Keep(finding));
            }
        }
    }

    private ValueTask<bool> TryAsync(byte[] input)
    {
        _meter.Begin(input);
        return room.TryAsync(input, _meter);
    }

    /// <summary>Takes out of an input what the finding does not need.</summary>
    private async Task<byte[]> ShrinkAsync(Finding finding)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var input = finding.Input;
        for (var length = input.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= input.Length && Stopwatch.GetElapsedTime(startedAt) < ShrinkTime;)
            {
                var smaller = Splice.Replace(input, at..(at + length), []);
                if (await IsOfKindAsync(smaller, finding.Kind))
                {
                    input = smaller;
                }
                else
                {
                    at += length;
                }
            }
        }

        return input;
    }

    private async Task<bool> IsOfKindAsync(byte[] input, string kind)
    {
        try
        {
            await TryAsync(input);
            return false;
        }
        catch (Exception exception)
        {
            // The same cause, it is hoped: what is thrown at the same place.
            return Finding.KindOf(exception) == kind;
        }
    }
}
