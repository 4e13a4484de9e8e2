using System.Text.Json;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Gateway.Tests.Platforms.Code;

/// <summary>A mini program's code from the commit to the roll-back, by the gateway and a simulated WeChat.</summary>
public sealed class SimulatedCodeTests : IAsyncLifetime
{
    private const string Mini = CodeRig.Mini;

    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync();
        _rig.WeChat.Code.AddTemplate(PlatformRig.Component, new CodeTemplate { Id = 12, UserVersion = "3.2.0" });
        _rig.WeChat.Code.AddDraft(PlatformRig.Component, new CodeTemplate { Id = 3 });
        _rig.PutWithToken(PlatformRig.Mini);
        await _rig.PushTicketAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task From_the_template_to_the_release_and_back()
    {
        await OkAsync("POST", "/platform/saas/templates", """{"draft_id":3}""");
        var templates = await OkAsync("GET", "/platform/saas/templates");
        Assert.Equal(2, templates.GetProperty("template_list").GetArrayLength());
        Assert.True((await OkAsync("GET", "/platform/saas/quota")).GetProperty("rest").GetInt32() > 0);

        await ErrorAsync("POST", $"{Mini}/audit", 85086);
        await ErrorAsync("POST", $"{Mini}/release", 85019);
        await ErrorAsync("GET", $"{Mini}/audit", 85058, status: 404);
        await ReleaseAsync("1.0.0");
        await ErrorAsync("POST", $"{Mini}/release", 85052);
        await ReleaseAsync("1.1.0");

        var versions = await OkAsync("GET", $"{Mini}/versions");
        Assert.Equal("1.1.0", versions.GetProperty("release_info").GetProperty("release_version").GetString());
        Assert.Equal(0, versions.GetProperty("audit").GetProperty("status").GetInt32());
        Assert.Equal(1, versions.GetProperty("visit_status").GetInt32());

        var history = (await OkAsync("GET", $"{Mini}/rollback")).GetProperty("version_list");
        Assert.Equal("1.0.0", Assert.Single(history.EnumerateArray()).GetProperty("user_version").GetString());
        await OkAsync("POST", $"{Mini}/rollback");
        await ErrorAsync("POST", $"{Mini}/rollback", 87012);
        Assert.Empty((await OkAsync("GET", $"{Mini}/rollback")).GetProperty("version_list").EnumerateArray());
        await OkAsync("PUT", $"{Mini}/visit-status", """{"action":"close"}""");
        Assert.Equal(0, (await OkAsync("GET", $"{Mini}/versions")).GetProperty("visit_status").GetInt32());
    }

    [Fact]
    public async Task Audits_are_taken_back_and_sped_up()
    {
        await CommitAsync("1.0.0");
        var submitted = await OkAsync("POST", $"{Mini}/audit", "{}");
        Assert.Equal(JsonValueKind.String, submitted.GetProperty("auditid").ValueKind);
        await ErrorAsync("POST", $"{Mini}/audit", 85009);
        await OkAsync("POST", $"{Mini}/audit/speed-up");
        await ErrorAsync("POST", $"{Mini}/audit/speed-up", 89404);
        await OkAsync("DELETE", $"{Mini}/audit");
        var audit = await OkAsync("GET", $"{Mini}/audit");
        Assert.Equal(
            (submitted.GetProperty("auditid").GetString(), 3),
            (audit.GetProperty("auditid").GetString(), audit.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Some_users_come_first()
    {
        await ReleaseAsync("1.0.0");
        await ApproveAsync("1.1.0");
        await OkAsync("POST", $"{Mini}/gray-release", """{"gray_percentage":10}""");
        await ErrorAsync("POST", $"{Mini}/gray-release", 85082, """{"gray_percentage":5}""");
        await ErrorAsync("POST", $"{Mini}/rollback", 87011);
        var plan = (await OkAsync("GET", $"{Mini}/gray-release")).GetProperty("gray_release_plan");
        Assert.Equal(10, plan.GetProperty("gray_percentage").GetInt32());
        await OkAsync("DELETE", $"{Mini}/gray-release");
    }

    [Theory]
    [InlineData("DELETE", "/audit", "/wxa/undocodeaudit")]
    [InlineData("POST", "/rollback", "/wxa/revertcoderelease")]
    [InlineData("DELETE", "/gray-release", "/wxa/revertgrayrelease")]
    [InlineData("POST", "/release", "/wxa/release")]
    public async Task A_lost_connection_repeats_nothing(string method, string path, string call)
    {
        // The connection is in use by then, so that the HTTP client would send a GET again by itself.
        await OkAsync("GET", $"{Mini}/versions");
        _rig.WeChat.Faults.Add(call, Fault.Abort());

        var (status, _) = await CallAsync(method, Mini + path, null);

        Assert.Equal(504, status);
        Assert.Equal(1, _rig.WeChat.Calls.Count(call));
    }

    private async Task ReleaseAsync(string version)
    {
        await ApproveAsync(version);
        await OkAsync("POST", $"{Mini}/release");
    }

    private async Task ApproveAsync(string version)
    {
        await CommitAsync(version);
        await OkAsync("POST", $"{Mini}/audit", "{}");
        await _rig.WeChat.Code.DecideSilentlyAsync(PlatformRig.Mini, new AuditVerdict(AuditResult.Approve), Cancelled);
    }

    private async Task CommitAsync(string version)
    {
        await OkAsync(
            "POST", $"{Mini}/commit", $$$"""{"template_id":12,"ext_json":{"ext":{"店":"奶茶"}},"user_version":"{{{version}}}"}""");
        await Testing.Time.Eventually.HoldsAsync(
            async () => (await CallAsync("GET", $"{Mini}/privacy-check", null)).Status == 200, "the code was scanned", Cancelled);
    }

    private async Task<JsonElement> OkAsync(string method, string path, string? body = null)
    {
        var (status, json) = await CallAsync(method, path, body);
        Assert.True(status == 200, $"{method} {path}: {status} {json}");
        return json;
    }

    private async Task ErrorAsync(string method, string path, int errorCode, string? body = null, int status = 502)
    {
        var (found, json) = await CallAsync(method, path, body);
        Assert.True((found, json.GetProperty("errcode").GetInt32()) == (status, errorCode), $"{method} {path}: {found} {json}");
        Assert.NotEmpty(json.GetProperty("hint").GetString()!);
    }

    private async Task<(int Status, JsonElement Json)> CallAsync(string method, string path, string? body)
    {
        using var client = new HttpClient { BaseAddress = _rig.Gateway.InternalAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, Cancelled);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).RootElement);
    }
}
