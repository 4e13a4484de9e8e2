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
        Assert.Contains("POST /msg/text", demo.Output, StringComparison.Ordinal);
        Assert.Contains("POST /event/subscribe", demo.Output, StringComparison.Ordinal);
        Assert.Contains("You said: 你好 😀", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^[^\\s─]", demo.Output);
    }
}
