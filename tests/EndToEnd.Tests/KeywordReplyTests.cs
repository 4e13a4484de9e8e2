using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests;

public sealed class KeywordReplyTests
{
    [Theory]
    [InlineData("Hours ", "We are open from 9 to 18.")]
    [InlineData("something else", "something else")]
    public async Task The_sample_answers_its_keywords_and_echoes_the_rest(string text, string reply)
    {
        using var workplace = new Workplace();
        await using var host = Executable.Start(
            "KeywordReply",
            SampleFolder(),
            new Dictionary<string, string> { ["Urls"] = "http://127.0.0.1:0" });
        var address = await host.ListensAsync(TestContext.Current.CancellationToken);

        await using var push = await Executable.RunAsync(
            "Simulator",
            workplace.Folder,
            TestContext.Current.CancellationToken,
            "push", "--url", new Uri(address, "/wx").ToString(), "--token", "demo-token", "--text", text);

        Assert.True(push.ExitCode == 0, push.Output);
        Assert.Contains(reply, push.Output, StringComparison.Ordinal);
    }

    private static string SampleFolder()
        => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "KeywordReply",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))));
}
