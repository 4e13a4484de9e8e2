using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Gateway.Tests.Tries;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Records;

/// <summary>The steps of a push in its record: each is there in its order, and the last shows where the push ended.</summary>
public sealed class RecordStepTests
{
    private const string Secret = "a text that nobody else may read";
    private const string User = "oAdaOpenidOfAda";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_shows_its_steps_without_a_gap_and_nothing_of_its_message()
    {
        await using var rig = await StartAsync();
        rig.Backend.Script = async (_, context) =>
        {
            await Task.Delay(30, Cancelled);
            await ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        };

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text(Secret).From(User));

        var record = await FindAsync(rig.Gateway, $"/records/{TestRig.Safe}");
        var steps = StepsOf(record);
        Assert.Equal(["received", "checked", "routed", "user_info", "backend", "replied"], steps.Select(step => step.Name));
        Assert.Equal("signature, decrypted", steps[1].Detail);
        Assert.Equal("the service's backend", steps[2].Detail);
        Assert.Equal(("200", "text, encrypted"), (steps[4].Detail, steps[5].Detail));
        Assert.Matches("^[0-9]+ bytes$", steps[0].Detail);
        Assert.InRange(steps[4].Took, 25, 5000);
        var at = 0.0;
        foreach (var step in steps)
        {
            Assert.Equal(at, step.At, 6);
            Assert.InRange(step.Took, 0, 5000);
            at = Math.Round(step.At + step.Took, 2);
        }

        Assert.InRange(at, record.GetProperty("ms").GetInt32(), record.GetProperty("ms").GetInt32() + 1);
        var text = record.GetProperty("steps").GetRawText();
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(User, text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", text, StringComparison.Ordinal);
        Assert.DoesNotContain("?", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_fails_is_the_step_that_says_how()
    {
        await using var rig = await StartAsync(
            ($"Services:{TestRig.Compatible}:MessageBackend", $"http://127.0.0.1:{FreePort.Next()}"),
            ($"Services:{TestRig.Compatible}:UserInfo:Append", "false"));
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);

        await rig.PushAsync(TestRig.Plain, PushedMessage.Text("x"));
        await rig.PushAsync(TestRig.Compatible, PushedMessage.Text("x"));

        var failed = StepsOf(await FindAsync(rig.Gateway, $"/records/{TestRig.Plain}"));
        Assert.Equal(("backend", "500"), (failed[^2].Name, failed[^2].Detail));
        Assert.Equal(("replied", "success"), (failed[^1].Name, failed[^1].Detail));
        Assert.Equal("signature", failed[1].Detail);
        var unreached = StepsOf(await FindAsync(rig.Gateway, $"/records/{TestRig.Compatible}"));
        Assert.Equal(("backend", "could not be reached"), (unreached[^2].Name, unreached[^2].Detail));
        Assert.DoesNotContain(unreached, step => step.Name == "user_info");
    }

    [Fact]
    public async Task A_backend_that_is_late_is_still_at_work_when_WeChat_is_answered()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled, ("Records:Keep", "3.00:00:00"));
        var release = new TaskCompletionSource();
        rig.Backend.Script = (_, _) => release.Task;

        await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("x")));
        release.SetResult();

        var steps = StepsOf(await FindAsync(rig.Gateway, $"/records/{TestRig.Safe}"));
        Assert.Equal(["received", "checked", "routed", "user_info", "backend", "replied"], steps.Select(step => step.Name));
        Assert.Equal(("no answer yet", "success, at the deadline"), (steps[4].Detail, steps[5].Detail));
        Assert.InRange(steps[4].At + steps[4].Took, 1500, 60_000);
    }

    [Fact]
    public async Task A_user_whom_WeChat_does_not_tell_is_the_step_that_says_why()
    {
        await using var rig = await StartAsync();
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("x").From("oNobodyKnows"));

        var record = await FindAsync(rig.Gateway, $"/records/{TestRig.Safe}");
        Assert.NotEmpty(StepsOf(record).First(step => step.Name == "user_info").Detail);
    }

    [Fact]
    public async Task A_retry_ends_where_it_takes_the_answer_of_an_earlier_delivery()
    {
        await using var rig = await StartAsync();
        rig.Backend.Answers("""{"msg":"once"}""");
        var message = PushedMessage.Text("x");
        await rig.PushAsync(TestRig.Safe, message);
        await FindAsync(rig.Gateway, $"/records/{TestRig.Safe}");

        await rig.PushAsync(TestRig.Safe, message);

        var record = await FindAsync(rig.Gateway, $"/records/{TestRig.Safe}?outcome=Retry");
        var steps = StepsOf(record);
        Assert.Equal(["received", "checked", "routed", "replied"], steps.Select(step => step.Name));
        Assert.StartsWith("a retry", steps[2].Detail, StringComparison.Ordinal);
        Assert.Equal("text, encrypted", steps[3].Detail);
    }

    [Fact]
    public async Task A_rule_that_drops_a_message_is_named_where_its_way_ends()
    {
        await using var rig = await PlatformRig.StartAsync(
            ("Records:Keep", "1.00:00:00"),
            ("Services:saas:Rules:0:Name", "silence"),
            ("Services:saas:Rules:0:When:MsgType:0", "text"),
            ("Services:saas:Rules:0:Mode", "Drop"),
            ("Services:saas:Rules:1:Name", "robot"),
            ("Services:saas:Rules:1:When:MsgType:0", "image"),
            ("Services:saas:Rules:1:To:Backend", "bot"));
        rig.Put(PlatformRig.Shop);

        await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("x"));
        await rig.Gateway.TryAsync($"saas/{PlatformRig.Shop}", "image");

        var dropped = StepsOf(await FindAsync(rig.Gateway, "/platform/saas/records?msgType=text"));
        Assert.Equal(["received", "checked", "routed", "replied"], dropped.Select(step => step.Name));
        Assert.Equal("rule silence, no backend", dropped[2].Detail);
        var tested = StepsOf(await FindAsync(rig.Gateway, "/platform/saas/records?msgType=image"));
        Assert.EndsWith("bytes, a test", tested[0].Detail, StringComparison.Ordinal);
        Assert.Equal("rule robot, backend bot", tested[2].Detail);
    }

    [Fact]
    public async Task Who_watches_sees_the_steps_as_well()
    {
        await using var rig = await StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            new Uri(rig.Gateway.InternalAddress, $"/records/{TestRig.Safe}/live"), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("x"));

        string? line;
        do
        {
            line = await lines.ReadLineAsync(Cancelled);
        }
        while (line?.StartsWith("data: ", StringComparison.Ordinal) == false);
        using var json = JsonDocument.Parse(line!["data: ".Length..]);
        Assert.Equal("replied", StepsOf(json.RootElement)[^1].Name);
    }

    private static Task<TestRig> StartAsync(params (string Key, string Value)[] settings)
        => TestRig.StartAsync(Cancelled, [("Records:Keep", "3.00:00:00"), .. settings]);

    private static List<Step> StepsOf(JsonElement record) =>
    [
        .. record.GetProperty("steps").EnumerateArray().Select(step => new Step(
            step.Text("name")!, step.GetProperty("at_ms").GetDouble(), step.GetProperty("took_ms").GetDouble(), step.Text("detail")!)),
    ];

    /// <summary>Returns the newest record once there is one, as it is shown by its id.</summary>
    private static async Task<JsonElement> FindAsync(RunningGateway gateway, string path)
    {
        JsonElement found = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                var (_, page) = await gateway.AskAsync(HttpMethod.Get, path);
                if (!page.TryGetProperty("records", out var records) || records.GetArrayLength() == 0)
                {
                    return false;
                }

                found = (await gateway.AskAsync(HttpMethod.Get, $"{path.Split('?')[0]}/{records[0].Text("id")}")).Json;
                return true;
            },
            "there is a record",
            Cancelled);
        return found;
    }

    private sealed record Step(string Name, double At, double Took, string Detail);
}
