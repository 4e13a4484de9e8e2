using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms.Deliveries;

/// <summary>Pushes of WeChat's cloud hosting: JSON without a signature, on a listener of their own and from its networks only.</summary>
public sealed class CloudRunTests
{
    private const string Messages = $"/wxcallback/biz/{PlatformRig.Shop}";
    private const string Events = "/wxcallback/component";
    private const string Networks = "Services:saas:CloudRun:Networks:0";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Message => MessageTo(PlatformRig.ShopId, "7001");

    [Fact]
    public async Task A_message_goes_the_way_of_a_signed_one_and_is_answered_in_clear()
    {
        await using var rig = await StartAsync();

        var first = await PostAsync(rig.Gateway.CloudRunAddress, Messages, Message);
        var again = await PostAsync(rig.Gateway.CloudRunAddress, $"{Messages}?signature=x&encrypt_type=aes&echostr=1", Message);

        Assert.Equal(200, first.Status);
        using var reply = JsonDocument.Parse(first.Text);
        Assert.Equal(("text", "from main", "oUser"), (reply.RootElement.GetProperty("MsgType").GetString(),
            reply.RootElement.GetProperty("Content").GetString(), reply.RootElement.GetProperty("ToUserName").GetString()));
        Assert.Equal(first.Text.Length, again.Text.Length);
        var call = rig.Main.OnlyCall;
        Assert.Equal(("/msg/text", "saas", PlatformRig.Shop),
            (call.Path, call.Headers["X-WeChat-Service"].ToString(), call.Headers["X-WeChat-AppId"].ToString()));
        Assert.Equal("7001", call.Headers["X-WeChat-Message-Id"]);
    }

    [Fact]
    public async Task An_event_is_taken_if_it_is_the_components_own()
    {
        await using var rig = await StartAsync();

        var own = await PostAsync(rig.Gateway.CloudRunAddress, Events, EventOf(PlatformRig.Component));
        var foreign = await PostAsync(rig.Gateway.CloudRunAddress, Events, EventOf("wxanother"));

        Assert.Equal((200, "success"), own);
        Assert.Equal(403, foreign.Status);
        await Eventually.HoldsAsync(
            () => rig.Events.InfoTypes.Contains("notify_icpfiling"), "the event reached the backend", Cancelled);
    }

    [Fact]
    public async Task A_message_to_another_original_id_is_refused_and_what_is_no_message_too()
    {
        await using var rig = await StartAsync();

        Assert.Equal(403, (await PostAsync(rig.Gateway.CloudRunAddress, Messages, MessageTo(PlatformRig.MiniId, "1"))).Status);
        Assert.Equal(400, (await PostAsync(rig.Gateway.CloudRunAddress, Messages, "{\"MsgType\":")).Status);
        Assert.Equal(404, (await PostAsync(rig.Gateway.CloudRunAddress, "/wxcallback/biz/wx%20a", Message)).Status);
        Assert.Empty(rig.Main.Calls);
    }

    [Fact]
    public async Task Nobody_else_is_let_in_whatever_he_says_of_himself()
    {
        await using var rig = await StartAsync((Networks, "10.0.0.0/8"), ("KnownProxies:0", "127.0.0.1"));

        foreach (var path in new[] { Messages, Events, "/", "/health/ready" })
        {
            Assert.Equal(403, (await PostAsync(
                rig.Gateway.CloudRunAddress, path, Message, ("X-Forwarded-For", "10.0.0.5"), ("x-wx-source", "wx"))).Status);
        }

        Assert.Empty(rig.Main.Calls);
        Assert.DoesNotContain(rig.Events.InfoTypes, type => type != "component_verify_ticket");
    }

    [Fact]
    public async Task The_other_listeners_do_not_have_its_paths_and_it_has_no_others()
    {
        await using var rig = await StartAsync();

        foreach (var path in new[] { Messages, Events })
        {
            Assert.Equal(404, (await PostAsync(rig.Gateway.Address, path, Message, ("x-wx-source", "wx"))).Status);
            Assert.Equal(404, (await PostAsync(rig.Gateway.InternalAddress, path, Message, ("x-wx-source", "wx"))).Status);
        }

        foreach (var path in new[]
            { $"/wx/saas/{PlatformRig.Shop}/message", "/wx/saas/event", "/health/ready", "/platform/saas", "/tokens/saas" })
        {
            Assert.Equal(404, (await PostAsync(rig.Gateway.CloudRunAddress, path, Message)).Status);
        }

        Assert.Empty(rig.Main.Calls);
    }

    [Fact]
    public async Task Without_the_section_there_is_no_listener_and_no_path()
    {
        await using var rig = await StartAsync((Networks, null));

        Assert.Equal(404, (await PostAsync(rig.Gateway.Address, Messages, Message, ("x-wx-source", "wx"))).Status);
        Assert.Equal(404, (await PostAsync(rig.Gateway.Address, Events, Message, ("x-wx-source", "wx"))).Status);
        Assert.Throws<InvalidOperationException>(() => rig.Gateway.CloudRunAddress);
    }

    [Fact]
    public async Task A_reload_changes_the_networks_and_takes_the_paths_away()
    {
        using var file = new Workplace();
        var name = Edit(file, """ "CloudRun": { "Networks": [ "127.0.0.0/8", "::1" ] }, """);
        await using var gateway = await RunningGateway.StartAsync([], Cancelled, name);
        var address = gateway.CloudRunAddress;
        Assert.Equal(200, (await PostAsync(address, Messages, Message)).Status);

        Edit(file, """ "CloudRun": { "Networks": [ "10.0.0.0/8" ] }, """);
        await BecomesAsync(403);
        Edit(file, "");
        await BecomesAsync(404);
        Edit(file, """ "CloudRun": { "Networks": [ "127.0.0.1" ] }, """);
        await BecomesAsync(200);

        Task BecomesAsync(int status) => Eventually.HoldsAsync(
            async () => (await PostAsync(address, Messages, Message)).Status == status, $"the answer was {status}", Cancelled);
    }

    private static Task<PlatformRig> StartAsync(params (string Key, string? Value)[] settings) => StartWithAsync(
        [(Networks, "127.0.0.0/8"), ("Services:saas:OnlyFromWeChat", "false"), .. settings]);

    private static async Task<PlatformRig> StartWithAsync((string Key, string? Value)[] settings)
    {
        var rig = await PlatformRig.StartAsync(settings);
        rig.Put(PlatformRig.Shop);
        rig.Main.Answers("""{"msg":"from main"}""");
        return rig;
    }

    private static string Edit(Workplace file, string section) => file.Write("gateway.json", $$"""
        {
          "Gateway": { "Services": { "saas": {
            "Kind": "Platform", "AppId": "{{PlatformRig.Component}}", "AppSecret": "s", "Token": "t",
            "EncodingAesKey": "{{PlatformRig.AesKey}}", {{section}}
            "AuthEventPath": "/wx/saas/event", "MessagePath": "/wx/saas/{appid}/message", "StartTicketPush": "Never"
          } } }
        }
        """);

    private static string MessageTo(string originalId, string id) =>
        $$"""{"ToUserName":"{{originalId}}","FromUserName":"oUser","CreateTime":1700000000,"MsgType":"text","Content":"hi","MsgId":{{id}}}""";

    private static string EventOf(string component) =>
        $$"""{"AppId":"{{component}}","CreateTime":1700000000,"InfoType":"notify_icpfiling"}""";

    private static async Task<(int Status, string Text)> PostAsync(
        Uri address, string path, string body, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Version = HttpVersion.Version11,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request, Cancelled);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
