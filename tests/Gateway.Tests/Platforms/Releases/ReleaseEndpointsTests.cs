using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>The API of releases: what it takes, refuses and shows.</summary>
public sealed class ReleaseEndpointsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_errors_of_an_order_are_told_at_once_by_their_paths()
    {
        await using var rig = await ReleaseRig.StartAsync(1);

        var (status, json) = await rig.PostAsync(
            ReleaseRig.Releases,
            """
            {"to":{"appids":["wx1","wx1","a b"]},"template_id":"12","user_version":1,"extJson":{},"at_once":0,"gray":[{"percentage":50}],
             "audit":{"items":[],"version_desc":5,"preview_info":{"pic_id_list":[7]}},"release_at":"tomorrow"}
            """);

        Assert.Equal(400, status);
        Assert.Equal(
            [
                "at_once", "audit.items", "audit.preview_info.pic_id_list[0]", "audit.version_desc", "extJson",
                "gray[0].percentage", "release_at", "template_id", "to.appids[1]", "to.appids[2]", "user_version",
            ],
            json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString())
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"tag":"nobody"}""", "to.tag")]
    [InlineData("""{"all":false}""", "to.all")]
    [InlineData("""{}""", "to")]
    public async Task An_order_for_nobody_is_refused(string to, string path)
    {
        await using var rig = await ReleaseRig.StartAsync(1);

        var (status, json) = await rig.PostAsync(ReleaseRig.Releases, $$"""{"to":{{to}},"template_id":1,"user_version":"1"}""");

        Assert.Equal((400, path), (status, json.GetProperty("errors")[0].GetProperty("path").GetString()));
    }

    [Fact]
    public async Task An_order_can_be_checked_without_filing_it()
    {
        await using var rig = await ReleaseRig.StartAsync(2);
        const string order = """{"to":{"all":true},"template_id":12,"user_version":"3.2.0","ext_json":{"extAppid":"$APPID$","shop":"$TAG:shop$"}}""";

        var (status, json) = await rig.PostAsync(
            $"{ReleaseRig.Releases}/check", order.Replace(",\"shop\":\"$TAG:shop$\"", "", StringComparison.Ordinal));
        var lacking = await rig.PostAsync($"{ReleaseRig.Releases}/check", order);
        var wrong = await rig.PostAsync($"{ReleaseRig.Releases}/check", """{"to":{"tag":"nobody"},"template_id":12,"user_version":"1"}""");

        var first = json.GetProperty("items")[0];
        Assert.Equal((200, 2), (status, json.GetProperty("total").GetInt32()));
        Assert.Equal($$"""{"extAppid":"{{first.GetProperty("appid").GetString()}}"}""", first.GetProperty("ext_json").GetString());
        Assert.Equal("shop", lacking.Json.GetProperty("items")[1].GetProperty("missing_tag").GetString());
        Assert.Equal((400, "to.tag"), (wrong.Status, wrong.Json.GetProperty("errors")[0].GetProperty("path").GetString()));
        Assert.Equal(0, (await rig.GetAsync(ReleaseRig.Releases)).GetProperty("releases").GetArrayLength());
    }

    [Fact]
    public async Task More_than_64_KiB_of_ext_json_are_413_and_more_than_10_000_mini_programs_400()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        var ext = JsonSerializer.Serialize(new { a = new string('x', 64 * 1024) });
        var many = JsonSerializer.Serialize(Enumerable.Range(0, 10_001).Select(number => $"wx{number}"));

        Assert.Equal(413, (await rig.PostAsync(
            ReleaseRig.Releases, $$"""{"to":{"all":true},"template_id":1,"user_version":"1","ext_json":{{ext}}}""")).Status);
        var (status, json) = await rig.PostAsync(
            ReleaseRig.Releases, $$"""{"to":{"appids":{{many}}},"template_id":1,"user_version":"1"}""");

        Assert.Equal((400, "to.appids"), (status, json.GetProperty("errors")[0].GetProperty("path").GetString()));
    }

    [Fact]
    public async Task The_same_key_files_the_same_order_once_and_no_other()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        const string order = """{"to":{"all":true},"template_id":12,"user_version":"3.2.0","steps":["commit"]}""";

        var filed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => rig.PostAsync(ReleaseRig.Releases, order, "build-1")));
        var other = await rig.PostAsync(ReleaseRig.Releases, order.Replace("3.2.0", "3.2.1", StringComparison.Ordinal), "build-1");

        Assert.All(filed, one => Assert.Equal(202, one.Status));
        Assert.Single(filed.Select(one => one.Json.GetProperty("id").GetString()).Distinct());
        Assert.Equal(422, other.Status);
        Assert.Equal(1, (await rig.GetAsync(ReleaseRig.Releases)).GetProperty("releases").GetArrayLength());
        await rig.IsAsync(filed[0].Json.GetProperty("id").GetString()!, "Ended");
        Assert.Equal(1, rig.CountsOf(1).Commits);
    }

    [Fact]
    public async Task The_same_key_finds_its_release_also_when_nobody_has_the_tag_any_more()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        await rig.TagAsync(1, "retail");
        const string order = """{"to":{"tag":"retail"},"template_id":12,"user_version":"3.2.0","steps":["commit"]}""";
        var filed = await rig.PostAsync(ReleaseRig.Releases, order, "build-2");
        await rig.TagAsync(1, "wholesale");

        var again = await rig.PostAsync(ReleaseRig.Releases, order, "build-2");
        var other = await rig.PostAsync(ReleaseRig.Releases, order, "build-3");

        Assert.Equal(202, again.Status);
        Assert.Equal(filed.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        Assert.Equal(400, other.Status);
    }

    [Fact]
    public async Task The_events_show_every_mini_program_also_when_more_than_a_thousand_change_at_once()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        var many = JsonSerializer.Serialize(Enumerable.Range(0, 3000).Select(number => $"wxnobody{number:0000}"));
        var (_, filed) = await rig.PostAsync(
            ReleaseRig.Releases, $$"""{"to":{"appids":{{many}}},"template_id":12,"user_version":"3.2.0","at_once":1}""");
        var id = filed.GetProperty("id").GetString()!;
        using var answer = await rig.Client.GetAsync(
            $"{ReleaseRig.Releases}/{id}/events", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        await reader.ReadLineAsync(Cancelled);

        await rig.PostAsync($"{ReleaseRig.Releases}/{id}/cancel");
        var rest = await reader.ReadToEndAsync(Cancelled);

        var cancelled = await rig.CountAsync(id, "Cancelled");
        Assert.InRange(cancelled, 1001, 3000);
        Assert.Equal(cancelled, Regex.Count(rest, "\"state\":\"Cancelled\",\"sentence\""));
    }

    [Fact]
    public async Task Releases_and_their_mini_programs_are_paged()
    {
        await using var rig = await ReleaseRig.StartAsync(3);
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add(await rig.OrderAsync(""","steps":["commit"]"""));
            await rig.IsAsync(ids[^1], "Ended");
        }

        var first = await rig.GetAsync($"{ReleaseRig.Releases}?limit=2");
        var second = await rig.GetAsync($"{ReleaseRig.Releases}?limit=2&after={first.GetProperty("next").GetString()}");
        var items = await rig.GetAsync($"{ReleaseRig.Releases}/{ids[0]}/items?limit=2&state=Done");
        var rest = await rig.GetAsync($"{ReleaseRig.Releases}/{ids[0]}/items?after={items.GetProperty("next").GetString()}");

        Assert.Equal(
            Enumerable.Reverse(ids),
            new[] { first, second }.SelectMany(page => page.GetProperty("releases").EnumerateArray())
                .Select(release => release.GetProperty("id").GetString()!));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(
            [ReleaseRig.AppIdOf(1), ReleaseRig.AppIdOf(2), ReleaseRig.AppIdOf(3)],
            new[] { items, rest }.SelectMany(page => page.GetProperty("items").EnumerateArray())
                .Select(item => item.GetProperty("appid").GetString()!));
    }

    [Theory]
    [InlineData("?limit=0", 400)]
    [InlineData("?limit=501", 400)]
    [InlineData("?after=x", 400)]
    [InlineData("?page=1", 400)]
    [InlineData("/00000000000000000000000000000000", 404)]
    [InlineData("/x", 404)]
    public async Task Bad_questions_are_refused(string path, int status)
    {
        await using var rig = await ReleaseRig.StartAsync(1);

        using var answer = await rig.Client.GetAsync(ReleaseRig.Releases + path, Cancelled);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Only_mini_programs_at_an_end_can_be_begun_anew()
    {
        await using var rig = await ReleaseRig.StartAsync(1);
        var id = await rig.OrderAsync(""","steps":["commit"]""");

        var (status, json) = await rig.PostAsync($"{ReleaseRig.Releases}/{id}/retry", """{"states":["Failed","Released"],"all":1}""");

        Assert.Equal(400, status);
        Assert.Equal(
            ["all", "states[1]"],
            json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_events_show_each_change_and_end_with_the_release()
    {
        await using var rig = await ReleaseRig.StartAsync(3, code => code.AuditAfter = null);
        var id = await rig.OrderAsync();
        await rig.AreAsync(id, "Auditing");

        using var answer = await rig.Client.GetAsync(
            $"{ReleaseRig.Releases}/{id}/events", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        var first = await reader.ReadLineAsync(Cancelled);
        await rig.WeChat.Code.DecideAllAsync(
            ReleaseRig.Component,
            new Simulator.Code.Audits.AuditVerdict(Simulator.Accounts.AuditResult.Approve),
            isSilent: false,
            Cancelled);
        var rest = await reader.ReadToEndAsync(Cancelled);

        Assert.Equal("event: release", first);
        Assert.Contains("\"Released\":3", rest, StringComparison.Ordinal);
        Assert.Contains("event: item", rest, StringComparison.Ordinal);
        Assert.EndsWith("event: end\ndata: {}\n\n", rest, StringComparison.Ordinal);
    }
}
