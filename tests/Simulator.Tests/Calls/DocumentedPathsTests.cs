using System.Text.RegularExpressions;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Simulator.Tests.Calls;

public sealed partial class DocumentedPathsTests : SimulatorFixture
{
    [Fact]
    public void The_page_lists_every_path_that_is_simulated_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "simulator.md"));
        var section = page.Split("## What is simulated")[1].Split("\n## ")[0];
        var listed = BackquotedPath().Matches(section).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.Equal(Simulator.Paths.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Every_path_but_those_for_browsers_answers_a_call_without_a_token_with_an_error_of_its_own()
    {
        string[] forBrowsers =
        [
            "/mmbiz/file", "/connect/oauth2/authorize", "/cgi-bin/showqrcode",
            "/cgi-bin/componentloginpage", "/wxaopen/safe/bindcomponent", "/safe/bindcomponent",
        ];
        foreach (var path in Simulator.Paths.Except(forBrowsers))
        {
            Assert.NotEqual(40066, (int)(await CallAsync(HttpMethod.Post, path, "{}"))["errcode"]!);
        }
    }

    [GeneratedRegex("`(/[^`]+)`")]
    private static partial Regex BackquotedPath();
}
