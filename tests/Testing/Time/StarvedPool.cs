namespace WxYarpGateway.Testing.Time;

/// <summary>Takes all threads of this process's pool for a while, as code that blocks them does. Other tests are slow then.</summary>
public static class StarvedPool
{
    // The pool adds one or two threads a second.
    private const int Spare = 32;

    /// <summary>Begins; disposing of the result ends it when the time is over.</summary>
    public static IDisposable Begin(TimeSpan time) => new Blockade(time);

    private sealed class Blockade : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly Thread _timer;

        public Blockade(TimeSpan time)
        {
            var number = ThreadPool.ThreadCount + Spare;
            for (var i = 0; i < number; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static end => end.Wait(), _end, preferLocal: false);
            }

            _timer = new Thread(() =>
            {
                Thread.Sleep(time);
                _end.Set();
            });
            _timer.Start();
        }

        // The event is not disposed of: some of those who wait for it come late.
        public void Dispose() => _timer.Join();
    }
}
