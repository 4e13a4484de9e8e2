using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_shows_four_pushes_and_their_right_replies()
    {
        using var workplace = new Workplace();

        // A home where nothing has run yet: some libraries have more to say there.
        await using var demo = Executable.Start(
            "Demo", workplace.Folder, new Dictionary<string, string> { ["HOME"] = workplace.Folder }, "--once");
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.Contains("4 of 4 replies were right", demo.Output, StringComparison.Ordinal);
        Assert.Matches("✔ the console answers at http://127.0.0.1:[0-9]+/", demo.Output);
        Assert.Contains("POST /msg/text", demo.Output, StringComparison.Ordinal);
        Assert.Contains("POST /event/subscribe", demo.Output, StringComparison.Ordinal);
        Assert.Contains("You said: 你好 😀", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^[^\\s─]", demo.Output);
    }

    [Theory]
    [InlineData("--platfrom")]
    [InlineData("--help")]
    public async Task A_word_that_the_demo_does_not_know_is_told_with_those_that_it_does(string word)
    {
        using var workplace = new Workplace();
        await using var demo = Executable.Start("Demo", workplace.Folder, new Dictionary<string, string>(), word);
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, demo.ExitCode);
        Assert.StartsWith($"The demo does not know {word}; it takes --once, ", demo.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_runs_without_the_console_too_and_invites_to_it_when_it_keeps_running()
    {
        using var workplace = new Workplace();
        var environment = new Dictionary<string, string> { ["HOME"] = workplace.Folder, ["TMPDIR"] = workplace.Folder };
        await using var without = Executable.Start("Demo", workplace.Folder, environment, "--once", "--no-console");
        await without.ExitAsync(TestContext.Current.CancellationToken);
        await using var demo = Executable.Start("Demo", workplace.Folder, environment);
        await demo.PrintsAsync("It keeps running", TestContext.Current.CancellationToken, TimeSpan.FromMinutes(1));
        await demo.SignalAsync("INT", TestContext.Current.CancellationToken);
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.True(without.ExitCode == 0, without.Output);
        Assert.DoesNotContain("console", without.Output, StringComparison.Ordinal);
        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.Matches("    http://127.0.0.1:[0-9]+/link/first#[0-9a-f]{48}", demo.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(workplace.Folder, "wxyarpgateway-demo-*"));
    }

    [Fact]
    public async Task The_demo_of_a_platform_goes_from_the_ticket_to_the_sealed_reply_and_leaves_nothing_behind()
    {
        using var workplace = new Workplace();
        await using var demo = Executable.Start(
            "Demo",
            workplace.Folder,
            new Dictionary<string, string> { ["HOME"] = workplace.Folder, ["TMPDIR"] = workplace.Folder },
            "--platform",
            "--once");
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.Contains("4 of 4 scenes were right", demo.Output, StringComparison.Ordinal);
        Assert.Contains("✔ the console answers", demo.Output, StringComparison.Ordinal);
        Assert.Contains("component_verify_ticket", demo.Output, StringComparison.Ordinal);
        Assert.Contains("[ 前往微信授权 · Continue in WeChat ]", demo.Output, StringComparison.Ordinal);
        Assert.Contains("state=order-42", demo.Output, StringComparison.Ordinal);
        Assert.Contains("POST /event/authorizer_authorized", demo.Output, StringComparison.Ordinal);
        Assert.Contains("POST /archive/wxdemo00000000shop", demo.Output, StringComparison.Ordinal);
        Assert.Contains("You said: 今天营业吗？ 😀", demo.Output, StringComparison.Ordinal);
        Assert.Contains("sealed; opened by WeChat", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^[^\\s─]", demo.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(workplace.Folder, "wxyarpgateway-demo-*"));
    }

    [Fact]
    public async Task The_demo_of_a_mini_program_goes_from_the_login_to_the_logout_and_leaves_nothing_behind()
    {
        using var workplace = new Workplace();
        await using var demo = Executable.Start(
            "Demo",
            workplace.Folder,
            new Dictionary<string, string> { ["HOME"] = workplace.Folder, ["TMPDIR"] = workplace.Folder },
            "--mini-program",
            "--once");
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.Contains("10 of 10 steps went as expected", demo.Output, StringComparison.Ordinal);
        Assert.Contains("✔ wx.login: a code becomes a token", demo.Output, StringComparison.Ordinal);
        Assert.Contains("✔ A risky one never reaches the shop", demo.Output, StringComparison.Ordinal);
        Assert.Contains("✔ A notice that was ordered comes", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^[^\\s─]", demo.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(workplace.Folder, "wxyarpgateway-demo-*"));
    }

    [Fact]
    public async Task The_demo_of_a_mini_program_fails_when_a_step_does()
    {
        using var workplace = new Workplace();
        await using var demo = Executable.Start(
            "Demo",
            workplace.Folder,
            new Dictionary<string, string>
            {
                ["HOME"] = workplace.Folder,
                ["TMPDIR"] = workplace.Folder,

                // Where the phone does not look for it.
                ["Gateway__LoginPaths__Mobile"] = "/elsewhere",
            },
            "--mini-program",
            "--once");
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 1, demo.Output);
        Assert.Contains("✘ The phone number, by code", demo.Output, StringComparison.Ordinal);
        Assert.Contains("9 of 10 steps went as expected", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_of_a_release_brings_a_version_to_twenty_mini_programs()
    {
        using var workplace = new Workplace();
        await using var demo = Executable.Start(
            "Demo",
            workplace.Folder,
            new Dictionary<string, string> { ["HOME"] = workplace.Folder, ["TMPDIR"] = workplace.Folder },
            "--release",
            "--once");
        await demo.ExitAsync(TestContext.Current.CancellationToken);

        Assert.True(demo.ExitCode == 0, demo.Output);
        Assert.Contains("Released 20", demo.Output, StringComparison.Ordinal);
        Assert.Contains("All 20 mini programs are where the order wants them.", demo.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(workplace.Folder, "wxyarpgateway-demo-*"));
    }
}
