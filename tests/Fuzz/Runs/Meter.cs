using System.Diagnostics;

namespace WxYarpGateway.Fuzz.Runs;

/// <summary>Measures what the product takes for an input, and holds it to the room's budget.</summary>
/// <remarks>Whatever is too much is measured again: the first time may have loaded types, or lost its core to somebody else.</remarks>
internal sealed class Meter(Budget budget)
{
    private const int Measurements = 4;

    private byte[] _input = [];

    /// <summary>Gets the longest time for an input, and its length.</summary>
    public (TimeSpan Time, int Length) Slowest { get; private set; }

    /// <summary>Gets the most bytes allocated for an input, and its length.</summary>
    public (long Bytes, int Length) Largest { get; private set; }

    public void Begin(byte[] input) => _input = input;

    /// <summary>Runs a part of the product, several times if need be.</summary>
    public TResult Of<TInput, TResult>(TInput input, Func<TInput, TResult> product)
    {
        var time = TimeSpan.MaxValue;
        var bytes = long.MaxValue;
        for (var measurement = 1; ; measurement++)
        {
            var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            var startedAt = Stopwatch.GetTimestamp();
            var result = product(input);
            time = Min(time, Stopwatch.GetElapsedTime(startedAt));
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - bytesBefore);
            if (IsWithin(time, bytes))
            {
                Note(time, bytes);
                return result;
            }

            if (measurement == Measurements)
            {
                throw new ExceededException(
                    $"{_input.Length} bytes of input took {time.TotalMilliseconds:0.0} ms and {bytes} bytes of memory; " +
                        $"{budget.TimeFor(_input.Length).TotalMilliseconds:0} ms and {budget.BytesFor(_input.Length)} bytes are the most.");
            }
        }
    }

    private bool IsWithin(TimeSpan time, long bytes) => time <= budget.TimeFor(_input.Length) && bytes <= budget.BytesFor(_input.Length);

    private void Note(TimeSpan time, long bytes)
    {
        Slowest = time > Slowest.Time ? (time, _input.Length) : Slowest;
        Largest = bytes > Largest.Bytes ? (bytes, _input.Length) : Largest;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
