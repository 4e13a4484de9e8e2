using WxYarpGateway.Chaos.Clock;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>What is run as a gateway.</summary>
/// <param name="Assembly">The gateway as it is shipped, compiled ahead; <see langword="null"/> for the one that was built beside this.</param>
/// <param name="Skewed">The number of the replica whose clock is skewed; the others run as they are shipped.</param>
internal sealed record GatewayProgram(string? Assembly, int Skewed)
{
    /// <summary>Starts it.</summary>
    /// <param name="number">The replica's number.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Its configuration.</param>
    /// <param name="clock">The file that says how wrong its clock is.</param>
    public Executable Start(int number, string folder, Dictionary<string, string> environment, string clock)
    {
        if (number == Skewed)
        {
            environment["DOTNET_STARTUP_HOOKS"] = typeof(SkewedClock).Assembly.Location;
            environment[SkewedClock.FileVariable] = clock;
        }

        return Assembly is null ? Executable.Start("Gateway", folder, environment) : Executable.StartAssembly(Assembly, folder, environment);
    }
}
