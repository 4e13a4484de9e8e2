using System.Globalization;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Deadlines;

/// <summary>Processes that want all of the machine, twice as many as it has cores, and end by themselves.</summary>
internal sealed class BusyMachine : IAsyncDisposable
{
    private readonly List<Executable> _loops = [];

    public BusyMachine(TimeSpan longest)
    {
        var seconds = longest.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
        {
            _loops.Add(Executable.StartCommand(
                "timeout", [seconds, "sh", "-c", "while :; do :; done"], Path.GetTempPath(), new Dictionary<string, string>()));
        }
    }

    /// <summary>Gets a value indicating whether it is still busy.</summary>
    public bool IsBusy => _loops.TrueForAll(loop => !loop.HasExited);

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops)
        {
            await loop.DisposeAsync();
        }
    }
}
