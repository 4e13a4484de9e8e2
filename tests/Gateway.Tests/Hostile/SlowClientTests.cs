using WxYarpGateway.Gateway.Tests.Access.Limits;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>Clients that send or read by halves: they get nothing that others would lack.</summary>
public sealed class SlowClientTests(HostileRig rig) : IClassFixture<HostileRig>
{
    private const int Clients = 200;

    [Fact]
    public async Task Whoever_closes_half_of_a_connection_has_hung_up_and_the_next_delivery_is_served()
    {
        var push = SignedPush.Plaintext(SignedPush.Text("half"));
        var (calls, pushes) = (rig.Backend.Calls.Count, rig.Outcomes.Of(HostileRig.Plain));
        using var client = await RawClient.ConnectAsync(rig.Gateway.Address);

        await client.TrySendAsync(push.To("/plain"));
        client.EndSending();
        var answer = new RawAnswers(await client.ReadToEndAsync());

        // Whether it was read before depends on which of the two came first.
        Assert.True(answer.Statuses is [200] or [], answer.Text);
        await Eventually.HoldsAsync(
            () => rig.Outcomes.Of(HostileRig.Plain) == pushes + 1, "the push was counted", TestContext.Current.CancellationToken);
        Assert.Equal([200], (await rig.SendAsync(push.To("/plain", "Connection: close"))).Statuses);
        Assert.Equal(calls + 1, rig.Backend.Calls.Count);
        await rig.IsUnharmedAsync();
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\n<xml>")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n<x")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\n<xml>\r\n0\r\n")]
    public async Task A_body_that_ends_before_its_end_is_no_push(string rest)
    {
        var (calls, abandoned) = (rig.Backend.Calls.Count, rig.Outcomes[HostileRig.Plain, "Abandoned"]);
        using var client = await RawClient.ConnectAsync(rig.Gateway.Address);

        await client.TrySendAsync(SignedPush.Plaintext([]).Head("/plain").TrimEnd() + "\r\n" + rest);
        client.EndSending();
        var answer = await client.ReadToEndAsync();

        Assert.True(new RawAnswers(answer).Statuses is [400] or [], answer);
        await Eventually.HoldsAsync(() => rig.Outcomes[HostileRig.Plain, "Abandoned"] == abandoned + 1, "the push was counted",
            TestContext.Current.CancellationToken);
        Assert.Equal(calls, rig.Backend.Calls.Count);
        await rig.IsUnharmedAsync();
    }

    [Fact]
    public async Task Clients_that_send_half_a_request_or_do_not_read_their_answer_hold_nobody_up()
    {
        await using var own = await HostileRig.StartAsync(("ReverseProxy:Routes:large:ClusterId", "large"),
            ("ReverseProxy:Routes:large:Match:Path", "/large"), ("ReverseProxy:Clusters:large:Destinations:one:Address", "BACKEND"));
        own.Backend.Script = async (call, context) =>
        {
            await ScriptedBackend.WriteAsync(context, call.Path == "/large" ? new string('x', 4 * 1024 * 1024) : """{"msg":"ok"}""");
        };
        var clients = new List<RawClient>();
        for (var number = 0; number < Clients; number++)
        {
            clients.Add(await RawClient.ConnectAsync(own.Gateway.Address));
            await clients[^1].TrySendAsync((number % 4) switch
            {
                0 => "",
                1 => "POST /plain?signature=x HTTP/1.1\r\nHost: a\r\nX-",
                2 => "POST /plain?signature=x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n<xml>",
                _ => "GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
            });
        }

        var started = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < 20; number++)
        {
            var answers = await own.SendAsync(SignedPush.Plaintext(SignedPush.Text($"{number}")).To("/plain", "Connection: close"));
            Assert.Equal([200], answers.Statuses);
        }

        var each = TimeProvider.System.GetElapsedTime(started) / 20;
        clients.ForEach(client => client.Dispose());
        Assert.InRange(each.TotalSeconds, 0, 2);
        await Eventually.HoldsAsync(() => own.Outcomes[HostileRig.Plain, "Abandoned"] == Clients / 4, "every half push was counted",
            TestContext.Current.CancellationToken);
    }
}
