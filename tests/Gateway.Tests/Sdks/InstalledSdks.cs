using System.Text.Json;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Gateway.Tests.Sdks;

/// <summary>The SDKs that the recipes are written for, as npm serves them, in a folder of their own with the recipes beside them.</summary>
public sealed class InstalledSdks : IAsyncLifetime
{
    private static readonly TimeSpan LongestInstallation = TimeSpan.FromMinutes(5);

    private readonly Workplace _workplace = new();

    public static string Sources { get; } = Path.Combine(Repository.Root, "tests", "Gateway.Tests", "Sdks");

    public static bool HasNode { get; } = IsFound("node");

    public async ValueTask InitializeAsync()
    {
        if (!HasNode)
        {
            return;
        }

        foreach (var file in Directory.GetFiles(Sources).Where(file => Path.GetExtension(file) is ".cjs" or ".json"))
        {
            File.Copy(file, Path.Combine(_workplace.Folder, Path.GetFileName(file)));
        }

        Assert.True(IsFound("npm"), "npm is missing, with which the tests of the recipes for SDKs install them. Install npm beside node.");
        await using var npm = Executable.StartCommand(
            "npm",
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            _workplace.Folder,
            new Dictionary<string, string>());
        await npm.ExitAsync(TestContext.Current.CancellationToken, LongestInstallation);
        Assert.True(npm.ExitCode == 0, $"npm did not install the SDKs of the recipes: {npm.Output}");
    }

    /// <summary>Runs a recipe to its end; returns what it found out, or fails with what it printed.</summary>
    public async Task<JsonElement> RunAsync(
        string recipe, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        // Some SDKs keep files where they are started.
        using var place = new Workplace();
        var photo = place.Write("photo.jpg", "jpeg");
        var settings = new Dictionary<string, string>(environment) { ["PHOTO"] = photo };
        await using var node = Executable.StartCommand("node", [Path.Combine(_workplace.Folder, recipe + ".cjs")], place.Folder, settings);
        await node.ExitAsync(cancellationToken);
        var found = node.Output.Split('\n').FirstOrDefault(line => line.StartsWith("FOUND ", StringComparison.Ordinal));
        Assert.True(node.ExitCode == 0 && found is not null, $"The recipe for {recipe} fails: {node.Output}");
        return JsonDocument.Parse(found["FOUND ".Length..]).RootElement;
    }

    public ValueTask DisposeAsync()
    {
        _workplace.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsFound(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
