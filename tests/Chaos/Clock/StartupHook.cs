using System.Diagnostics;
using WxYarpGateway.Chaos.Clock;

/// <summary>
/// Runs in a gateway's process before its own code: .NET loads this assembly there when <c>DOTNET_STARTUP_HOOKS</c> names it. It gives the
/// gateway
/// a clock that a file sets ahead or back, and changes nothing else; the gateway knows nothing of it.
/// </summary>
/// <remarks>
/// Not libfaketime: under it every timed wait of .NET 10 (<c>Monitor.Wait(o, 10_000)</c>) ends at once, also with a clock that is right.
/// The
/// Redis client's writer waits so, and lost its connection for some 20 seconds.
/// </remarks>
// .NET finds it by this name, outside of any namespace.
#pragma warning disable CA1050
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(SkewedClock.FileVariable) is { Length: > 0 } file)
        {
            DiagnosticListener.AllListeners.Subscribe(new HostBuilding(new SkewedClock(file)));
        }
    }
}
