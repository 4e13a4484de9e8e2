using System.Collections.Concurrent;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>
/// A lane for each backend that gets copies. A copy goes out at once while its lane is free and its backend well; else it waits in the
/// queue, which spares a backend that failed. So a backend that hangs holds up neither pushes nor other backends.
/// </summary>
internal sealed class CopyLanes
{
    /// <summary>How many copies one process delivers to a backend at a time, beside those of the queue.</summary>
    public const int Width = 64;

    /// <summary>How long the backend of a copy may take. Nobody reads its answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Copies are kept also where messages are not: nobody else has them.
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Returns the name of the lane, which is that of its queue. Metrics show it as the service's.</summary>
    public static string NameOf(string shownService, string backend) => $"{shownService}/>{backend}";

    /// <summary>Returns how long copies are delivered again.</summary>
    public static TimeSpan AgeOf(RedeliveryOptions options) => options.IsOn ? options.MaxAge : LeastAge;

    /// <summary>Takes a place in the lane; returns <see langword="false"/> when the copy has to wait in the queue.</summary>
    public bool TryEnter(string name)
    {
        var lane = _lanes.GetOrAdd(name, static _ => new Lane());
        if (lane.IsFailing)
        {
            return false;
        }

        if (Interlocked.Increment(ref lane.UnderWay) <= Width)
        {
            return true;
        }

        Interlocked.Decrement(ref lane.UnderWay);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(string name) => Interlocked.Decrement(ref _lanes[name].UnderWay);

    /// <summary>Records how a backend did.</summary>
    public void Called(string name, bool isTaken) => _lanes.GetOrAdd(name, static _ => new Lane()).IsFailing = !isTaken;

    private sealed class Lane
    {
        public int UnderWay;
        private volatile bool _isFailing;

        public bool IsFailing
        {
            get => _isFailing;
            set => _isFailing = value;
        }
    }
}
