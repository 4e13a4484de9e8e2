using System.Text.Json;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>What the runtime is told about the gateway, as it was built.</summary>
public sealed class RuntimeSettingsTests
{
    [Fact]
    public void One_heap_serves_a_small_container()
    {
        // The web SDK asks for a heap per core unless it is told otherwise.
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        using var settings = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", configuration, "WxYarpGateway.Gateway.runtimeconfig.json")));

        Assert.False(settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty(
            "System.GC.Server").GetBoolean());
    }
}
