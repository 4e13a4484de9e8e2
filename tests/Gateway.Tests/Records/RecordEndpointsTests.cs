using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Records;

public sealed class RecordEndpointsTests : IAsyncLifetime
{
    private const string Path = $"/records/{TestRig.Safe}";

    private TestRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(Cancelled, ("Records:Keep", "3.00:00:00"));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_push_leaves_a_record_with_its_message()
    {
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("你好😀"));

        var record = (await FindAsync(1))[0];

        Assert.Equal(("Replied", "text", "text", 1, TestRig.Safe), (Text(record, "outcome"), Text(record, "msgType"), Text(record, "reply"),
            record.GetProperty("attempt").GetInt32(), Text(record, "appid")));
        Assert.Equal(16, Text(record, "user").Length);
        Assert.False(record.TryGetProperty("body", out _));

        var whole = (await AskAsync(HttpMethod.Get, $"{Path}/{Text(record, "id")}")).Json;
        Assert.Equal("你好😀", Text(whole.GetProperty("body"), "Content"));
        Assert.Equal(404, (await AskAsync(HttpMethod.Get, $"/records/{TestRig.Plain}/{Text(record, "id")}")).Status);
        Assert.Equal(404, (await AskAsync(HttpMethod.Get, $"{Path}/{Guid.NewGuid():N}")).Status);
        Assert.Equal(404, (await AskAsync(HttpMethod.Get, $"{Path}/nothing")).Status);
    }

    [Fact]
    public async Task Each_outcome_is_that_of_the_metrics_and_refused_pushes_leave_none()
    {
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("one"));
        using (var client = new HttpClient())
        {
            using var forged = await client.PostAsync(
                new Uri(_rig.Gateway.Address, $"/{TestRig.Safe}?signature=x&timestamp=1&nonce=2"), new StringContent("<xml/>"), Cancelled);
            Assert.Equal(403, (int)forged.StatusCode);
        }

        Assert.Equal("Failed", Text((await FindAsync(1))[0], "outcome"));
        Assert.Empty((await AskAsync(HttpMethod.Get, $"{Path}?outcome=Replied")).Json.GetProperty("records").EnumerateArray());
        Assert.Single((await AskAsync(HttpMethod.Get, $"{Path}?outcome=failed&msgType=text")).Json.GetProperty("records").EnumerateArray());
    }

    [Fact]
    public async Task What_another_system_noted_is_found_by_its_outcome_and_its_rule()
    {
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("own"));
        await FindAsync(1);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var imported = new StoredRecord
        {
            Id = Guid.CreateVersion7(now),
            ReceivedAt = now,
            Service = TestRig.Safe,
            MsgType = "text",
            Outcome = StoredRecord.Imported,
            Rule = "orders & more",
        };
        await _rig.Gateway.Services.GetRequiredService<IRecordStore>().WriteAsync([imported], Cancelled);

        var found = (await AskAsync(HttpMethod.Get, $"{Path}?outcome=imported")).Json.GetProperty("records");

        Assert.Equal(imported.Id.ToString("N"), Text(Assert.Single(found.EnumerateArray()), "id"));
        var ofRule = (await AskAsync(HttpMethod.Get, $"{Path}?rule=orders%20%26%20more")).Json.GetProperty("records");
        Assert.Equal(imported.Id.ToString("N"), Text(Assert.Single(ofRule.EnumerateArray()), "id"));
        Assert.Empty((await AskAsync(HttpMethod.Get, $"{Path}?rule=orders")).Json.GetProperty("records").EnumerateArray());
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        for (var number = 0; number < 5; number++)
        {
            await _rig.PushAsync(TestRig.Safe, PushedMessage.Text($"{number}"));
        }

        await FindAsync(5);
        var first = (await AskAsync(HttpMethod.Get, $"{Path}?limit=3")).Json;
        var second = (await AskAsync(HttpMethod.Get, $"{Path}?limit=3&after={Text(first, "next")}")).Json;

        Assert.Equal((3, 2), (first.GetProperty("records").GetArrayLength(), second.GetProperty("records").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=500", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("from=2026-11-30T08:00:00Z&to=2026-11-29T08:00:00Z", "from")]
    [InlineData("from=2026-11-01T08:00:00Z&to=2026-11-29T08:00:00Z", "from")]
    [InlineData("from=yesterday", "from")]
    [InlineData("after=nothing", "after")]
    [InlineData("outcome=Great", "outcome")]
    [InlineData("colour=red", "colour")]
    [InlineData("limit=0&from=x&to=y&after=z&outcome=o", "to,from,limit,after,outcome")]
    public async Task What_cannot_be_asked_is_refused_with_all_errors_each_by_its_path(string query, string paths)
    {
        var answer = await AskAsync(HttpMethod.Get, $"{Path}?{query}");

        Assert.Equal(400, answer.Status);
        Assert.Equal(-70400, answer.Json.GetProperty("errcode").GetInt32());
        Assert.Equal(paths, string.Join(',', answer.Json.GetProperty("errors").EnumerateArray().Select(error => Text(error, "path"))));
    }

    [Fact]
    public async Task A_replay_reaches_the_backend_marked_and_replies_to_nobody()
    {
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("again"));
        var id = Text((await FindAsync(1))[0], "id");
        var marks = new List<string>();
        _rig.Backend.Script = (_, context) =>
        {
            marks.Add(context.Request.Headers["X-WeChat-Replay"].ToString());
            return ScriptedBackend.WriteAsync(context, """{"msg":"to nobody"}""");
        };

        var answer = await AskAsync(HttpMethod.Post, $"{Path}/{id}/replay");

        Assert.Equal(200, answer.Status);
        Assert.Equal(200, answer.Json.GetProperty("deliveries")[0].GetProperty("status").GetInt32());
        Assert.Equal(["1"], marks);
        Assert.DoesNotContain("to nobody", answer.Text, StringComparison.Ordinal);
        Assert.Empty(_rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task Whoever_watches_sees_the_last_records_and_then_each_as_it_comes()
    {
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("before"));
        var before = Text((await FindAsync(1))[0], "id");
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            new Uri(_rig.Gateway.InternalAddress, $"{Path}/live?msgType=text"), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));

        Assert.Contains(before, await NextAsync(lines), StringComparison.Ordinal);
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Event("CLICK"));
        await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("another service's"));
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("after"));

        var next = JsonDocument.Parse(await NextAsync(lines)).RootElement;
        Assert.Equal(("text", TestRig.Safe), (Text(next, "msgType"), Text(next, "service")));
        Assert.NotEqual(before, Text(next, "id"));
    }

    [Fact]
    public async Task Without_the_section_nothing_is_kept_and_the_answer_says_so()
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("unheard"));

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(rig.Gateway.InternalAddress, Path), Cancelled);

        Assert.Equal(409, (int)answer.StatusCode);
        Assert.Contains("Gateway:Records", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<string> NextAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(Cancelled) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line["data: ".Length..];
            }
        }

        throw new EndOfStreamException();
    }

    /// <summary>Returns the records once there are so many: they are written a moment after the answer.</summary>
    private async Task<List<JsonElement>> FindAsync(int count)
    {
        List<JsonElement> records = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                records = [.. (await AskAsync(HttpMethod.Get, Path)).Json.GetProperty("records").EnumerateArray()];
                return records.Count == count;
            },
            $"there are {count} records",
            Cancelled);
        return records;
    }

    private async Task<Answer> AskAsync(HttpMethod method, string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(_rig.Gateway.InternalAddress, path));
        using var answer = await client.SendAsync(request, Cancelled);
        return new Answer((int)answer.StatusCode, Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Cancelled)));
    }

    private sealed record Answer(int Status, string Text)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }
}
