using System.Globalization;
using System.Runtime.InteropServices;

namespace WxYarpGateway.Load;

/// <summary>Says where something was measured.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(
            ": ")[1] ?? RuntimeInformation.ProcessArchitecture.ToString();
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{model}, {Environment.ProcessorCount} cores shared with wrk and the backend, {RuntimeInformation.FrameworkDescription}, " +
            $"Linux {Environment.OSVersion.Version}, {today}";
    }
}
