
namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class CommitTests : CodeFixture
{
    [Fact]
    public async Task A_template_is_committed_with_a_version_and_a_configuration()
    {
        Assert.Equal(0, await CodeErrorAsync(CommitPath, CommitBody("3.2.0", """{"extAppid":"wxmini00000000001","ext":{"shop":7}}""")));
        var versions = await CodeAsync(VersionPath, "{}");

        Assert.Equal("3.2.0", (string)versions["exp_info"]!["exp_version"]!);
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds(), (long)versions["exp_info"]!["exp_time"]!);
        Assert.Null(versions["release_info"]);
        Assert.Equal(12, Program.Committed!.TemplateId);
        Assert.Equal("""{"extAppid":"wxmini00000000001","ext":{"shop":7}}""", Program.Committed.ExtJson);
        Assert.Equal(1, Program.Counts.Commits);
    }

    [Theory]
    [InlineData(85014, 99, "{}")]
    [InlineData(85048, 12, "{")]
    [InlineData(85048, 12, "[]")]
    [InlineData(85013, 12, """{"extAppid":"wxanother"}""")]
    [InlineData(85045, 12, """{"extPages":{"pages/none":{}}}""")]
    [InlineData(85045, 12, """{"pages":["pages/none"]}""")]
    [InlineData(85046, 12, """{"tabBar":{"list":[{"text":"a"}]}}""")]
    [InlineData(85047, 12, """{"pages":[]}""")]
    [InlineData(9402203, 13, """{"pages":["pages/index/index"]}""")]
    [InlineData(0, 13, """{"ext":{}}""")]
    [InlineData(0, 12, """{"pages":["pages/index/index"]}""")]
    public async Task A_commit_is_checked(int error, int template, string extJson)
    {
        Assert.Equal(error, await CodeErrorAsync(CommitPath, CommitBody(extJson: extJson, template: template)));
        Assert.Equal(error == 0 ? 1 : 0, Program.Counts.Commits);
    }

    [Theory]
    [InlineData(47001, """{"template_id":12,"user_version":"1","ext_json":{}}""")]
    [InlineData(47001, """{"template_id":12,"ext_json":"{}"}""")]
    [InlineData(47001, "{")]
    [InlineData(0, """{"template_id":"12","user_version":"1","ext_json":"{}"}""")]
    public async Task A_commit_has_typed_fields(int error, string body) => Assert.Equal(error, await CodeErrorAsync(CommitPath, body));

    [Fact]
    public async Task The_privacy_scan_takes_its_time_and_tells_what_it_found()
    {
        const string Path = "/wxa/security/get_code_privacy_info";
        Mini.Code.UndeclaredPrivacyApis = ["wx.getLocation"];
        Assert.Equal(86001, await CodeErrorAsync(Path));
        Assert.Equal(0, await CodeErrorAsync(CommitPath, CommitBody()));
        Clock.Advance(Mini.Code.PrivacyScan - TimeSpan.FromSeconds(1));
        Assert.Equal(61039, await CodeErrorAsync(Path));
        Assert.True(Program.IsScanning);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var info = await CodeAsync(Path);

        Assert.Equal("wx.getLocation", (string)info["without_conf_list"]!.AsArray().Single()!);
        Assert.Empty(info["without_auth_list"]!.AsArray());
    }

    [Fact]
    public async Task A_new_commit_begins_a_new_scan()
    {
        await CommitAsync();
        Assert.Equal(0, await CodeErrorAsync(CommitPath, CommitBody("3.2.1")));
        Assert.Equal(61039, await CodeErrorAsync(SubmitPath, "{}"));
    }

    [Fact]
    public async Task Pages_and_categories_are_those_of_the_account()
    {
        Assert.Equal(86001, await CodeErrorAsync("/wxa/get_page"));
        await CommitAsync();

        Assert.Equal(Mini.Code.Pages, (await CodeAsync("/wxa/get_page"))["page_list"]!.AsArray().Select(page => (string)page!));
        Assert.Equal(
            """{"first_class":"工具","second_class":"效率","third_class":"","first_id":287,"second_id":616,"third_id":0}""",
            (await CodeAsync("/wxa/get_category"))["category_list"]!.AsArray().Single()!.ToJsonString(
                new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
