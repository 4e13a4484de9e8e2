using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Chaos.Stage;

/// <summary>What is run as a gateway.</summary>
/// <param name="Assembly">The gateway as it is shipped, compiled ahead; <see langword="null"/> for the one that was built beside this.</param>
/// <param name="FakeTime">The library that skews a clock; <see langword="null"/> where there is none.</param>
/// <param name="Skewed">The number of the replica whose clock is skewed; the others run without the library.</param>
internal sealed record GatewayProgram(string? Assembly, string? FakeTime, int Skewed)
{
    /// <summary>Starts it.</summary>
    /// <param name="number">The replica's number.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Its configuration.</param>
    /// <param name="clock">The file that says how wrong its clock is.</param>
    public Executable Start(int number, string folder, Dictionary<string, string> environment, string clock)
    {
        if (FakeTime is not null && number == Skewed)
        {
            // The wall clock only, which the file sets ahead or back while the process runs: Redis and timers go by other clocks.
            environment["LD_PRELOAD"] = FakeTime;
            environment["FAKETIME_TIMESTAMP_FILE"] = clock;
            environment["FAKETIME_CACHE_DURATION"] = "1";
            environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            environment["FAKETIME_DONT_RESET"] = "1";
        }

        return Assembly is null ? Executable.Start("Gateway", folder, environment) : Executable.StartAssembly(Assembly, folder, environment);
    }
}
