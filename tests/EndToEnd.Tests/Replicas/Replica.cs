using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>One gateway process of several.</summary>
internal sealed class Replica(Executable process, Uri address, Uri internalAddress) : IAsyncDisposable
{
    public Executable Process { get; } = process;

    public Uri Address { get; } = address;

    public Uri InternalAddress { get; } = internalAddress;

    public static async Task<Replica> StartAsync(
        Workplace workplace, string file, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var internalAddress = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        return await StartAsync(workplace, file, settings, address, internalAddress, cancellationToken);
    }

    public static async Task<Replica> StartAsync(
        Workplace workplace, string file, IReadOnlyDictionary<string, string> settings, Uri address, Uri internalAddress,
            CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["GATEWAY_CONFIG"] = file,
            ["Gateway__Urls"] = address.GetLeftPart(UriPartial.Authority),
            ["Gateway__InternalUrls"] = internalAddress.GetLeftPart(UriPartial.Authority),
        };
        var process = Executable.Start("Gateway", workplace.Folder, environment);
        await process.PrintsAsync("Application started", cancellationToken);
        Assert.False(process.HasExited, process.Output);
        return new Replica(process, address, internalAddress);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
