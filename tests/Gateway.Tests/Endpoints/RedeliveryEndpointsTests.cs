using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

public sealed class RedeliveryEndpointsTests : IAsyncLifetime
{
    private const string Path = $"/redelivery/{TestRig.Safe}";

    private TestRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_is_kept_is_counted()
    {
        Assert.Equal("""{"waiting":0,"leased":0,"dead":0,"oldest":null}""", (await AskAsync(HttpMethod.Get, Path)).Text);
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        var json = (await AskAsync(HttpMethod.Get, Path)).Json;

        Assert.Equal(1, json.GetProperty("waiting").GetInt32() + json.GetProperty("leased").GetInt32());
        Assert.InRange(
            json.GetProperty("oldest").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Dead_letters_are_listed_without_what_was_said_and_by_whom()
    {
        await DieAsync("1");
        await DieAsync("2");

        var (status, text) = await AskAsync(HttpMethod.Get, Path + "/dead");

        Assert.Equal(200, status);
        var letters = JsonDocument.Parse(text).RootElement.GetProperty("dead").EnumerateArray().ToList();
        Assert.Equal(["1", "2"], letters.Select(letter => letter.GetProperty("messageId").GetString()));
        Assert.Equal(
            ["id", "messageId", "type", "received", "attempts", "failure"], letters[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(("text", 3, "it answered with status 500"), (letters[0].GetProperty("type").GetString(),
            letters[0].GetProperty("attempts").GetInt32(), letters[0].GetProperty("failure").GetString()));
        Assert.All(["what was said", "oAda"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Single((await AskAsync(HttpMethod.Get, Path + "/dead?count=1")).Json.GetProperty("dead").EnumerateArray());
    }

    [Fact]
    public async Task A_dead_letter_is_delivered_when_somebody_says_so()
    {
        await DieAsync("1");
        await DieAsync("2");
        await DieAsync("3");
        _rig.Backend.Answers("""{"msg":"late"}""");
        var id = await FirstAsync();

        Assert.Equal(new Answer(200, """{"requeued":1}"""), await AskAsync(HttpMethod.Post, Path + "/dead/requeue", $$"""{"id":"{{id}}"}"""));
        Assert.Equal(404, (await AskAsync(HttpMethod.Post, Path + "/dead/requeue", $$"""{"id":"{{id}}"}""")).Status);
        await Eventually.HoldsAsync(() => _rig.Backend.Calls.Count == 1, "it was delivered", Cancelled);
        Assert.Equal(new Answer(200, """{"requeued":2}"""), await AskAsync(HttpMethod.Post, Path + "/dead/requeue", """{"all":true}"""));
        await Eventually.HoldsAsync(() => _rig.Backend.Calls.Count == 3, "all were delivered", Cancelled);

        Assert.Equal(["1", "2", "3"], _rig.Backend.Calls.Select(call => call.Headers["X-WeChat-Message-Id"].ToString()).Order());
        Assert.All(_rig.Backend.Calls, call => Assert.Equal("4", call.Headers["X-WeChat-Attempt"]));
    }

    [Fact]
    public async Task A_dead_letter_is_deleted_once()
    {
        await DieAsync("1");
        var id = await FirstAsync();

        Assert.Equal(new Answer(200, """{"deleted":1}"""), await AskAsync(HttpMethod.Delete, $"{Path}/dead/{id}"));
        Assert.Equal(404, (await AskAsync(HttpMethod.Delete, $"{Path}/dead/{id}")).Status);
        Assert.Equal("""{"dead":[]}""", (await AskAsync(HttpMethod.Get, Path + "/dead")).Text);
    }

    [Theory]
    [InlineData("GET", "/redelivery/nobody", null, 404)]
    [InlineData("GET", "/redelivery", null, 404)]
    [InlineData("GET", Path + "/alive", null, 404)]
    [InlineData("GET", Path + "/dead/1/2", null, 404)]
    [InlineData("POST", Path, null, 405)]
    [InlineData("DELETE", Path + "/dead", null, 405)]
    [InlineData("GET", Path + "/dead/requeue", null, 405)]
    [InlineData("GET", Path + "/dead?count=0", null, 400)]
    [InlineData("GET", Path + "/dead?count=x", null, 400)]
    [InlineData("GET", Path + "/dead?count=1001", null, 400)]
    [InlineData("POST", Path + "/dead/requeue", "", 400)]
    [InlineData("POST", Path + "/dead/requeue", "{}", 400)]
    [InlineData("POST", Path + "/dead/requeue", "[]", 400)]
    [InlineData("POST", Path + "/dead/requeue", """{"all":false}""", 400)]
    [InlineData("POST", Path + "/dead/requeue", """{"id":7}""", 400)]
    [InlineData("POST", Path + "/dead/requeue", """{"id":"1-1","all":true}""", 400)]
    [InlineData("POST", Path + "/dead/requeue", """{"id":"\ud800"}""", 400)]
    [InlineData("POST", Path + "/dead/requeue", """{"id":"1-1"}""", 404)]
    public async Task What_makes_no_sense_is_refused(string method, string path, string? body, int status)
    {
        var answer = await AskAsync(new HttpMethod(method), path, body);

        Assert.Equal((status, -70000 - status), (answer.Status, answer.Json.GetProperty("errcode").GetInt32()));
    }

    [Fact]
    public async Task Without_its_store_it_says_when_to_ask_again()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        await using var rig = await TestRig.StartAsync(Cancelled, ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString));
        await redis.StopAsync();

        using var answer = await Calls.SendAsync(rig.Gateway.InternalAddress, Path);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.StartsWith("""{"errcode":-70503,""", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    /// <summary>Puts a dead letter where a worker would.</summary>
    private async Task DieAsync(string messageId)
    {
        var queue = _rig.Gateway.Services.GetRequiredService<IRedeliveryQueue>();
        var message = new KeptMessage
        {
            Id = messageId.PadLeft(32, '0'),
            Service = TestRig.Safe,
            MessageId = messageId,
            Head = new MessageHead { MsgType = "text", FromUserName = "oAda", MsgId = messageId },
            ReceivedAt = DateTimeOffset.UtcNow,
            Attempts = 3,
            Failure = "it answered with status 500",
            Body = """{"MsgType":"text","Content":"what was said"}"""u8.ToArray(),
        };
        await queue.KeepAsync(new KeepOrder(message, "test", IsLeased: false, TimeSpan.FromHours(1), TimeSpan.Zero, 100), Cancelled);
        await Eventually.HoldsAsync(
            async () =>
            {
                await queue.TakeAsync("test", 0, Cancelled);
                return (await queue.ListDeadAsync(TestRig.Safe, 10, Cancelled)).Any(letter => letter.Message.Id == message.Id);
            },
            "it died",
            Cancelled);
    }

    private async Task<string> FirstAsync()
        => (await AskAsync(HttpMethod.Get, Path + "/dead")).Json.GetProperty("dead")[0].GetProperty("id").GetString()!;

    private async Task<Answer> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(_rig.Gateway.InternalAddress, path))
        {
            Content = body is null ? null
            : new StringContent(body, Encoding.UTF8, "application/json")
        };
        using var answer = await client.SendAsync(request, Cancelled);
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    private sealed record Answer(int Status, string Text)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }
}
