using System.Text.Json;
using System.Text.RegularExpressions;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.SupplyChain;

/// <summary>The software bill of materials, made by the command that the documentation names.</summary>
public sealed partial class SbomTests(SbomTests.Made made) : IClassFixture<SbomTests.Made>
{
    [Fact]
    public void It_lists_what_the_lock_pins_and_nothing_of_this_machine()
    {
        var text = made.Text;
        using var sbom = JsonDocument.Parse(text);
        var root = sbom.RootElement;
        var components = root.GetProperty("components").EnumerateArray().ToArray();

        Assert.Equal("CycloneDX", root.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", root.GetProperty("specVersion").GetString());
        var subject = root.GetProperty("metadata").GetProperty("component");
        Assert.Equal("WxYarpGateway.Gateway", subject.GetProperty("name").GetString());
        var packages = components.Where(component => component.TryGetProperty("purl", out _));
        Assert.Equal(Locked(), packages.Select(package => package.GetProperty("purl").GetString()!).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Repository.Root, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/", text, StringComparison.Ordinal);

        var references = components.Append(subject).Select(component => component.GetProperty("bom-ref").GetString()).ToArray();
        var dependencies = root.GetProperty("dependencies").EnumerateArray().ToArray();
        Assert.Equal(references.Order(), dependencies.Select(dependency => dependency.GetProperty("ref").GetString()).Order());
        Assert.All(
            dependencies.Where(dependency => dependency.TryGetProperty("dependsOn", out _)),
            dependency => Assert.All(
                dependency.GetProperty("dependsOn").EnumerateArray(), needed => Assert.Contains(needed.GetString(), references)));
    }

    [Fact]
    public void Each_package_has_its_hash_and_its_licence()
    {
        using var sbom = JsonDocument.Parse(made.Text);
        var packages = from component in sbom.RootElement.GetProperty("components").EnumerateArray()
                       where component.TryGetProperty("purl", out _)
                       select component;

        Assert.All(packages, package =>
        {
            var hash = package.GetProperty("hashes").EnumerateArray().Single();
            Assert.Equal("SHA-512", hash.GetProperty("alg").GetString());
            Assert.Matches(Sha512(), hash.GetProperty("content").GetString());
            var licence = package.GetProperty("licenses").EnumerateArray().Single();
            Assert.True(
                licence.TryGetProperty("expression", out _)
                || licence.GetProperty("license").TryGetProperty("id", out _)
                || licence.GetProperty("license").TryGetProperty("url", out _),
                package.ToString());
        });
    }

    [Fact]
    public async Task Made_again_it_is_the_same()
        => Assert.Equal(made.Text, await made.AgainAsync());

    private static IEnumerable<string> Locked()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "Gateway", "packages.lock.json")));
        return
        [
            .. file.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => $"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}")
                .Order(StringComparer.Ordinal),
        ];
    }

    [GeneratedRegex("^[0-9A-F]{128}$")]
    private static partial Regex Sha512();

    /// <summary>One that the tests share: it takes half a minute.</summary>
    public sealed class Made : IAsyncLifetime
    {
        private readonly Workplace _workplace = new();

        public string Text { get; private set; } = "";

        public async ValueTask InitializeAsync() => Text = await MakeAsync("sbom.json");

        public Task<string> AgainAsync() => MakeAsync("again.json");

        public ValueTask DisposeAsync()
        {
            _workplace.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<string> MakeAsync(string name)
        {
            var file = Path.Combine(_workplace.Folder, name);
            string[] arguments = [Path.Combine(Repository.Root, "eng", "sbom.sh"), file];
            await using var script = Executable.StartCommand("bash", arguments, _workplace.Folder, new Dictionary<string, string>());
            await script.ExitAsync(TestContext.Current.CancellationToken, TimeSpan.FromMinutes(4));
            Assert.True(script.ExitCode == 0, script.Output);
            return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        }
    }
}
