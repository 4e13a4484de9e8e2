using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>The chaos run, for as long as a test may take. It needs the machine for itself, and prints what it found.</summary>
[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task The_books_balance_after_each_fault_has_happened_once()
    {
        using var workplace = new Workplace();

        await using var run = Executable.Start("Chaos", workplace.Folder, new Dictionary<string, string>(), "--quick", "--seed", "1");
        await run.ExitAsync(TestContext.Current.CancellationToken, Timeout);

        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("The books balance.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_of_gateways_that_share_nothing_do_not_balance()
    {
        using var workplace = new Workplace();

        await using var run = Executable.Start(
            "Chaos", workplace.Folder, new Dictionary<string, string>(), "--quick", "--seed", "1", "--seconds", "8", "--strict", "--apart");
        await run.ExitAsync(TestContext.Current.CancellationToken, Timeout);

        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 1, run.Output);
        Assert.Contains("was taken by a backend 2 times", run.Output, StringComparison.Ordinal);
        Assert.Contains("was asked for without a cause", run.Output, StringComparison.Ordinal);
    }
}
