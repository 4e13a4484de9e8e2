using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Gateway.Tests.Platforms.Deliveries;

/// <summary>What no backend took of a platform's messages and copies is found, delivered and deleted below the platform.</summary>
public sealed class PlatformRedeliveryTests
{
    private const string Root = "/platform/saas/redelivery";
    private const string OfShop = $"{Root}/authorizers/{PlatformRig.Shop}";
    private const string OfCopies = $"{Root}/copies/bot";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dead_letters_of_an_account_and_of_copies_are_listed_delivered_and_deleted(bool inRedis)
    {
        await using var redis = inRedis ? await RedisServer.StartAsync(Cancelled) : null;
        await using var rig = await PlatformRig.StartAsync(
            ("Store:Kind", inRedis ? "Redis" : "Memory"), ("Store:Redis", redis?.ConnectionString));
        rig.Put(PlatformRig.Shop);
        await DieAsync(rig, $"saas/{PlatformRig.Shop}", "1", copyOf: null, new MessageTarget("main"));
        await DieAsync(rig, $"saas/{PlatformRig.Shop}", "2", copyOf: null, new MessageTarget("main"));
        await DieAsync(rig, "saas/>bot", "3", copyOf: $"saas/{PlatformRig.Shop}", new MessageTarget("bot", "/copy"));

        Assert.Equal(
            [$"{PlatformRig.Shop} 2", "bot 1"],
            (await AskAsync(rig, HttpMethod.Get, Root)).Json.GetProperty("queues").EnumerateArray().Select(queue =>
                $"{(queue.TryGetProperty("appid", out var id) ? id : queue.GetProperty("backend"))} {queue.GetProperty("dead")}"));
        Assert.Equal(2, (await AskAsync(rig, HttpMethod.Get, OfShop)).Json.GetProperty("dead").GetInt32());
        var letters = (await AskAsync(rig, HttpMethod.Get, $"{OfShop}/dead")).Json.GetProperty("dead");
        Assert.Equal(["1", "2"], letters.EnumerateArray().Select(letter => letter.GetProperty("messageId").GetString()));
        Assert.Equal(1, (await AskAsync(rig, HttpMethod.Get, $"{OfShop}/dead?count=1")).Json.GetProperty("dead").GetArrayLength());

        var first = letters[0].GetProperty("id").GetString();
        Assert.Equal(new Answer(200, """{"deleted":1}"""), await AskAsync(rig, HttpMethod.Delete, $"{OfShop}/dead/{first}"));
        Assert.Equal(404, (await AskAsync(rig, HttpMethod.Delete, $"{OfShop}/dead/{first}")).Status);
        Assert.Equal(
            new Answer(200, """{"requeued":1}"""), await AskAsync(rig, HttpMethod.Post, $"{OfShop}/dead/requeue", """{"all":true}"""));
        await Eventually.HoldsAsync(() => rig.Main.Calls.Count == 1, "the message was delivered", Cancelled);
        Assert.Equal("2", rig.Main.OnlyCall.Headers["X-WeChat-Message-Id"]);

        var copy = (await AskAsync(rig, HttpMethod.Get, $"{OfCopies}/dead")).Json.GetProperty("dead")[0].GetProperty("id").GetString();
        Assert.Equal(
            new Answer(200, """{"requeued":1}"""),
            await AskAsync(rig, HttpMethod.Post, $"{OfCopies}/dead/requeue", $$"""{"id":"{{copy}}"}"""));
        await Eventually.HoldsAsync(() => rig.Bot.Calls.Count == 1, "the copy was delivered", Cancelled);
        Assert.Equal(("/copy", PlatformRig.Shop), (rig.Bot.OnlyCall.Path, rig.Bot.OnlyCall.Headers["X-WeChat-AppId"].ToString()));
    }

    [Theory]
    [InlineData("GET", $"{Root}/authorizers/wx%20a", null, 404)]
    [InlineData("GET", "/platform/nobody/redelivery", null, 404)]
    [InlineData("GET", $"{OfShop}/dead?count=0", null, 400)]
    [InlineData("POST", OfShop, null, 405)]
    [InlineData("POST", $"{OfCopies}/dead/requeue", "{}", 400)]
    [InlineData("POST", $"{OfCopies}/dead/requeue", """{"id":"1-1"}""", 404)]
    [InlineData("GET", $"{OfCopies}/alive", null, 404)]
    [InlineData("GET", $"{Root}/copies/EventBackend", null, 200)]
    [InlineData("GET", $"{Root}/authorizers/wxnobody", null, 200)]
    public async Task What_makes_no_sense_is_refused(string method, string path, string? body, int status)
    {
        await using var rig = await PlatformRig.StartAsync();

        Assert.Equal(status, (await AskAsync(rig, new HttpMethod(method), path, body)).Status);
    }

    /// <summary>Puts a dead letter where a worker would.</summary>
    private static async Task DieAsync(PlatformRig rig, string queueName, string messageId, string? copyOf, MessageTarget target)
    {
        var queue = rig.Gateway.Services.GetRequiredService<IRedeliveryQueue>();
        var message = new KeptMessage
        {
            Id = messageId.PadLeft(32, '0'),
            Service = queueName,
            CopyOf = copyOf,
            Target = target,
            Route = "saas.message",
            MessageId = messageId,
            Head = new MessageHead { MsgType = "text", FromUserName = "oAda", MsgId = messageId },
            ReceivedAt = DateTimeOffset.UtcNow,
            Body = """{"MsgType":"text","Content":"what was said"}"""u8.ToArray(),
        };
        await queue.KeepAsync(new KeepOrder(message, "test", IsLeased: false, TimeSpan.FromHours(1), TimeSpan.Zero, 100), Cancelled);
        await Eventually.HoldsAsync(
            async () =>
            {
                await queue.TakeAsync("test", 0, Cancelled);
                return (await queue.ListDeadAsync(queueName, 10, Cancelled)).Any(letter => letter.Message.Id == message.Id);
            },
            "it died",
            Cancelled);
    }

    private static async Task<Answer> AskAsync(PlatformRig rig, HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(rig.Gateway.InternalAddress, path))
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, Cancelled);
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    private sealed record Answer(int Status, string Text)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }
}
