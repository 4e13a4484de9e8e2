using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class PrivacyTests : CodeFixture
{
    private const string GetPath = "/cgi-bin/component/getprivacysetting";
    private const string SetPath = "/cgi-bin/component/setprivacysetting";
    private const string Owner = """{"contact_email":"a@b.c","notice_method":"弹窗"}""";
    private const string Purposes = """[{"privacy_key":"UserInfo","privacy_text":"展示头像"}]""";

    [Fact]
    public async Task A_setting_goes_online_with_the_next_release()
    {
        Assert.Equal(0, (int)(await CodeAsync(GetPath, "{}"))["code_exist"]!);
        Assert.Equal(0, await SetAsync(Owner, Purposes));
        Assert.Equal("展示头像", PurposeIn(await CodeAsync(GetPath, "{}")));
        Assert.Empty((await CodeAsync(GetPath, """{"privacy_ver":1}"""))["setting_list"]!.AsArray());
        await ReleaseAsync();
        var online = await CodeAsync(GetPath, """{"privacy_ver":1}""");

        Assert.Equal(("展示头像", 1), (PurposeIn(online), (int)online["code_exist"]!));
        Assert.Equal("弹窗", (string)online["owner_setting"]!["notice_method"]!);
    }

    [Fact]
    public async Task The_owners_address_is_changed_online_once_there_is_a_release()
    {
        const string Change = """{"privacy_ver":1,"owner_setting":{"contact_qq":"1","notice_method":"m"}}""";
        Assert.Equal(86074, await CodeErrorAsync(SetPath, Change));
        await SetAsync(Owner, Purposes);
        await ReleaseAsync();
        Assert.Equal(0, await CodeErrorAsync(SetPath, Change));

        Assert.Equal("1", (string)(await CodeAsync(GetPath, """{"privacy_ver":1}"""))["owner_setting"]!["contact_qq"]!);
        Assert.Equal("a@b.c", (string)(await CodeAsync(GetPath, "{}"))["owner_setting"]!["contact_email"]!);
    }

    [Fact]
    public async Task Escaped_text_is_shown_as_it_was_sent()
    {
        await SetAsync(Owner, """[{"privacy_key":"UserInfo","privacy_text":"\u5c55"}]""");

        Assert.Equal(@"\u5c55", PurposeIn(await CodeAsync(GetPath, "{}")));
    }

    [Theory]
    [InlineData(86071, """{"privacy_ver":3}""")]
    [InlineData(86069, """{"owner_setting":{"notice_method":"m"},"setting_list":[]}""")]
    [InlineData(86070, """{"owner_setting":{"contact_qq":"1"},"setting_list":[]}""")]
    [InlineData(47001, """{"owner_setting":"{}","setting_list":[]}""")]
    [InlineData(47001, """{"owner_setting":{},"setting_list":[7]}""")]
    [InlineData(47001, """{"owner_setting":{}}""")]
    [InlineData(47001, """{"privacy_ver":1,"owner_setting":{},"setting_list":[]}""")]
    public async Task A_setting_is_checked(int error, string body) => Assert.Equal(error, await CodeErrorAsync(SetPath, body));

    [Fact]
    public async Task The_path_takes_the_mini_programs_token_not_the_platforms()
    {
        Assert.Equal(61015, ErrorOf(await CodeWithAsync(await ComponentTokenAsync(), GetPath, "{}")));
        Assert.Equal(44002, await CodeErrorAsync(GetPath, ""));
    }

    private static string PurposeIn(JsonObject answer) => (string)answer["setting_list"]![0]!["privacy_text"]!;

    private Task<int> SetAsync(string owner, string purposes) =>
        CodeErrorAsync(SetPath, $$"""{"owner_setting":{{owner}},"setting_list":{{purposes}}}""");
}
