using System.Diagnostics;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Tests.Configuration;

/// <summary>A working folder and an application folder of a test's own, gone when the test is over.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("wxgateway-").FullName;

    public Workplace()
    {
        Directory.CreateDirectory(Path.Combine(_root, "work"));
        Directory.CreateDirectory(Path.Combine(_root, "app"));
    }

    public string Folder => Path.Combine(_root, "work");

    public string ApplicationFolder => Path.Combine(_root, "app");

    public GatewayEnvironment Environment => new(Folder, ApplicationFolder);

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string WriteShipped(string content)
    {
        var path = Path.Combine(ApplicationFolder, "appsettings.json");
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Has a link lead elsewhere from one moment to the next, as Kubernetes does.</summary>
    public async Task SwapLinkAsync(string name, string target)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateSymbolicLink(path + ".new", target);
        using var move = Process.Start("mv", ["--no-target-directory", "--force", path + ".new", path]);
        await move.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
