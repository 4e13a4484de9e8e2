using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>A service that takes pushes from WeChat's addresses only, behind proxies and without.</summary>
public sealed class OnlyFromWeChatTests
{
    private const string WeChat = "101.226.103.5";
    private const string Stranger = "198.51.100.9";

    private static readonly (string, string) Guarded = ($"Services:{TestRig.Plain}:OnlyFromWeChat", "true");
    private static readonly (string, string) Proxy = ("KnownProxies:0", "127.0.0.1");
    private static readonly (string, string) Outer = ("KnownProxies:1", "10.9.0.0/16");

    private static readonly string[] WithoutThisMachine = ["101.226.103.0/25"];

    [Theory]
    [InlineData(WeChat)]
    [InlineData(Stranger + ", " + WeChat)]
    [InlineData(WeChat + ", 10.9.0.1")]
    [InlineData(WeChat + ", 10.9.0.1, 10.9.255.254")]
    [InlineData("::ffff:" + WeChat)]
    [InlineData(WeChat + ":4711")]
    public async Task WeChats_pushes_come_through_known_proxies(string forwardedFor)
    {
        await using var gate = await Gate.StartAsync(Guarded, Proxy, Outer);

        Assert.Equal(200, await gate.PushAsync(forwardedFor));
        Assert.Single(gate.Rig.Backend.Calls);
    }

    [Theory]
    [InlineData(Stranger)]
    [InlineData(WeChat + ", " + Stranger)]
    [InlineData(WeChat + ", 10.9.0.1, " + Stranger)]
    [InlineData(WeChat + ", 10.8.0.1")]
    [InlineData(WeChat + ", nonsense")]
    [InlineData(WeChat + ", " + Stranger + ", 10.9.0.1")]
    [InlineData("101.226.103.200")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Others_are_refused_whatever_they_write_into_the_header(string? forwardedFor)
    {
        await using var gate = await Gate.StartAsync(Guarded, Proxy, Outer);

        Assert.Equal(403, await gate.PushAsync(forwardedFor));

        Assert.Empty(gate.Rig.Backend.Calls);
        Assert.Equal((1, 1), (gate.Outcomes[TestRig.Plain, "UnlistedIp"], gate.Outcomes.Of(TestRig.Plain)));
    }

    [Fact]
    public async Task The_header_is_believed_from_nobody_unless_a_proxy_is_named()
    {
        await using var gate = await Gate.StartAsync(Guarded);

        Assert.Equal(403, await gate.PushAsync(WeChat));
    }

    [Fact]
    public async Task The_header_of_a_proxy_that_is_not_named_is_nothing_to_go_by()
    {
        await using var gate = await Gate.StartAsync(Guarded, Outer);

        Assert.Equal(403, await gate.PushAsync(WeChat));
    }

    [Fact]
    public async Task Pushes_straight_from_WeChat_are_taken_and_a_check_of_the_URL_too()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, Guarded);

        Assert.True((await rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"))).IsAnswered);
        Assert.True((await rig.WeChat.VerifyUrlAsync(TestRig.Plain, TestContext.Current.CancellationToken)).IsExact);
        Assert.Equal(1, rig.WeChat.Calls.Count("/cgi-bin/getcallbackip", TestRig.Plain));
    }

    [Fact]
    public async Task A_check_of_the_URL_from_elsewhere_is_refused()
    {
        await using var gate = await Gate.StartAsync(Guarded);

        var check = await gate.Rig.WeChat.VerifyUrlAsync(TestRig.Plain, gate.To(null), TestContext.Current.CancellationToken);

        Assert.Equal(403, check.Status);
        Assert.Equal(1, gate.Outcomes[TestRig.Plain, "UnlistedIp"]);
    }

    [Fact]
    public async Task A_service_that_does_not_ask_for_it_takes_pushes_from_anywhere()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, Guarded, Proxy);

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"),
            new PushOptions { Headers = new Dictionary<string, string> { ["X-Forwarded-For"] = Stranger } });

        Assert.True(result.IsAnswered);
        Assert.Equal(0, rig.WeChat.Calls.Count("/cgi-bin/getcallbackip", TestRig.Safe));
    }

    [Fact]
    public async Task While_WeChat_cannot_be_asked_nobody_is_let_in()
    {
        await using var gate = await Gate.StartAsync(
            weChat => weChat.Faults.Add("/cgi-bin/getcallbackip", Fault.Error(40164)), Guarded, Proxy);

        Assert.Equal(403, await gate.PushAsync(WeChat));
    }

    /// <summary>A gateway that started after WeChat said that it does not push from this machine.</summary>
    private sealed class Gate : IAsyncDisposable
    {
        private Gate(TestRig rig, RunningGateway gateway)
        {
            Rig = rig;
            Gateway = gateway;
            Outcomes = new PushOutcomes(gateway.Meters);
        }

        public TestRig Rig { get; }

        public RunningGateway Gateway { get; }

        public PushOutcomes Outcomes { get; }

        public static Task<Gate> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

        public static async Task<Gate> StartAsync(Action<WeChatSimulator> script, params (string Key, string Value)[] settings)
        {
            var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken, settings);
            rig.WeChat.Addresses.CallbackServers = WithoutThisMachine;
            script(rig.WeChat);
            return new Gate(rig, await rig.StartReplicaAsync(TestContext.Current.CancellationToken));
        }

        public PushOptions To(string? forwardedFor) => new()
        {
            Url = new Uri(Gateway.Address, "/" + TestRig.Plain),
            MaxDeliveries = 1,
            Headers = forwardedFor is null ? new Dictionary<string, string>() : new Dictionary<string,
                string>
            { ["X-Forwarded-For"] = forwardedFor },
        };

        public async Task<int?> PushAsync(string? forwardedFor)
            => (await Rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"), To(forwardedFor))).Last.Status;

        public ValueTask DisposeAsync()
        {
            Outcomes.Dispose();
            return Rig.DisposeAsync();
        }
    }
}
