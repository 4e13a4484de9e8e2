using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class CodeGateTests : CodeFixture
{
    private static readonly string[] Gets =
    [
        LatestPath, UndoPath, RollBackPath, QuotaPath, "/wxa/get_page", "/wxa/get_category",
        "/wxa/security/get_code_privacy_info", "/wxa/getgrayreleaseplan", "/wxa/revertgrayrelease",
    ];

    private static readonly string[] Posts =
    [
        CommitPath, SubmitPath, ReleasePath, VersionPath, "/wxa/getvisitstatus", "/wxa/change_visitstatus",
        "/wxa/speedupaudit", "/wxa/grayrelease", "/wxa/get_auditstatus",
    ];

    [Fact]
    public async Task GET_and_POST_are_told_apart_and_a_POST_needs_a_body()
    {
        foreach (var path in Gets)
        {
            Assert.Equal(43001, await CodeErrorAsync(path, "{}"));
        }

        foreach (var path in Posts)
        {
            Assert.Equal(43002, await CodeErrorAsync(path));
            Assert.Equal(44002, await CodeErrorAsync(path, ""));
            Assert.Equal(47001, await CodeErrorAsync(path, "[]"));
        }
    }

    [Fact]
    public async Task The_token_must_be_a_mini_programs_and_got_by_a_platform()
    {
        Mini.AppSecret = "app-secret";
        var own = await CallAsync(
            HttpMethod.Post,
            "/cgi-bin/stable_token",
            $$"""{"grant_type":"client_credential","appid":"{{Mini.AppId}}","secret":"app-secret"}""");

        Assert.Equal(86000, ErrorOf(await CodeWithAsync((string)own["access_token"]!, VersionPath, "{}")));
        Assert.Equal(48001, ErrorOf(await CodeWithAsync(await TokenOfAsync(Account.AppId), VersionPath, "{}")));
        Assert.Equal(61015, ErrorOf(await CodeWithAsync(await ComponentTokenAsync(), VersionPath, "{}")));
        Assert.Equal(40001, ErrorOf(await CodeWithAsync(new string('x', 100), VersionPath, "{}")));
    }

    [Fact]
    public async Task The_permission_set_of_development_guards_all_of_it()
    {
        var token = (string)(await AuthorizedAsync(Mini.AppId, [19]))["authorizer_access_token"]!;

        Assert.Equal(61007, ErrorOf(await CodeWithAsync(token, VersionPath, "{}")));
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_effect()
    {
        Simulator.Faults.Add(CommitPath, WxYarpGateway.Simulator.Calls.Fault.LoseAnswer(), times: 1);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CodeAsync(CommitPath, CommitBody()));
        Assert.Equal("3.2.0", Program.Committed!.UserVersion);
    }

    [Fact]
    public async Task A_script_sets_switches_templates_and_verdicts()
    {
        await ObeyAsync("code-switches", $$$"""{"appId":"{{{Mini.AppId}}}","switches":{"privacyScan":"00:00:00"}}""");
        await ObeyAsync("template", $$$"""{"platform":"{{{Component}}}","template":{"id":77,"userVersion":"9"},"draft":{"id":5}}""");
        Assert.Equal(0, await CodeErrorAsync(CommitPath, CommitBody("9", template: 77)));
        Assert.Equal(0, await CodeErrorAsync(SubmitPath, "{}"));
        var answer = await CallAsync(HttpMethod.Post, "/simulator/audit", $$"""{"platform":"{{Component}}","result":"reject","reason":"no"}""");
        using var programs = await SendAsync(HttpMethod.Get, "/simulator/programs");
        var report = JsonNode.Parse(await programs.Content.ReadAsStringAsync(Cancellation))!.AsArray().Single()!;

        Assert.Equal(1, (int)answer["decided"]!);
        Assert.Equal("rejected", (string)report["audit"]!["status"]!);
        Assert.Equal("9", (string)report["committed"]!["userVersion"]!);
        Assert.Equal(1, (int)report["counts"]!["submissions"]!);
        Assert.Equal("weapp_audit_fail", Open(Gateway.Received.Single()).Element("Event")!.Value);
    }

    [Theory]
    [InlineData("audit", """{"appId":"wxmini00000000001","result":"approve"}""", "no audit under way")]
    [InlineData("audit", """{"result":"approve"}""", "platform")]
    [InlineData("audit", """{"platform":"wxnone","result":"approve"}""", "wxnone")]
    [InlineData("template", """{"platform":"wxcomponent0000001"}""", "draft")]
    [InlineData("code-switches", """{"appId":"wxmini00000000001","switches":{"magic":true}}""", "magic")]
    public async Task An_invalid_order_is_refused(string order, string body, string reason)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/simulator/{order}", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task ObeyAsync(string order, string body)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/simulator/{order}", body);
        Assert.Equal(204, (int)response.StatusCode);
    }
}
