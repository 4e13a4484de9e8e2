using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>What the simulator prints when it cannot serve: all of it.</summary>
public sealed class SimulatorProcessTests
{
    [Fact]
    public async Task An_address_in_use_is_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (exitCode, output) = await ServeAsync("--urls", address);

        Assert.Equal(1, exitCode);
        Assert.Equal($"Failed to bind to address {address}: address already in use. Choose another address with --urls.", output);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_one_sentence()
    {
        var (exitCode, output) = await ServeAsync("--config", Path.GetTempPath());

        Assert.Equal(2, exitCode);
        Assert.StartsWith("--config must be a file that can be read: ", Assert.Single(output.Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<(int? ExitCode, string Output)> ServeAsync(params string[] words)
    {
        using var workplace = new Workplace();
        await using var simulator = Executable.Start(
            "Simulator", workplace.Folder, new Dictionary<string, string>(), ["serve", .. words]);
        await simulator.ExitAsync(TestContext.Current.CancellationToken);
        return (simulator.ExitCode, simulator.Output.Trim());
    }
}
