using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>
/// The push path in a YARP host that is not the Gateway, on routes that somebody wrote by hand, with a transform of their own.
/// </summary>
public sealed class ForeignHostTests : IAsyncLifetime
{
    private const string AppId = "wxforeign";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private WeChatSimulator _weChat = null!;
    private ScriptedBackend _backend = null!;
    private ForeignHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        _backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        _host = await ForeignHost.StartAsync(
            new Dictionary<string, string?>
            {
                ["WeChat:WeChat:ApiUrl"] = _weChat.Address.ToString(),
                ["WeChat:Services:theirs:AppId"] = AppId,
                ["WeChat:Services:theirs:Token"] = "their-token",
                ["WeChat:Services:theirs:EncodingAesKey"] = AesKey,
                ["WeChat:Services:theirs:MessagePath"] = "/generated",
                ["WeChat:Services:theirs:MessageBackend"] = _backend.Address,
                ["ReverseProxy:Routes:by-hand:Match:Path"] = "/wechat/{corner}",
                ["ReverseProxy:Routes:by-hand:ClusterId"] = "bot",
                ["ReverseProxy:Routes:by-hand:Metadata:WeChat.Service"] = "theirs",
                ["ReverseProxy:Routes:by-hand:Metadata:WeChat.Exchange"] = "message",
                ["ReverseProxy:Routes:by-hand:Transforms:0:PathPrefix"] = "/by-hand",
                ["ReverseProxy:Routes:plain:Match:Path"] = "/plain/{**rest}",
                ["ReverseProxy:Routes:plain:ClusterId"] = "bot",
                ["ReverseProxy:Clusters:bot:Destinations:one:Address"] = _backend.Address,
            },
            proxy => proxy.AddMessageTransform<ShoutTransform>(),
            TestContext.Current.CancellationToken);
        _weChat.AddAccount(
            new SimulatedAccount { AppId = AppId, Token = "their-token", EncodingAesKey = AesKey, Encryption = EncryptionMode.Safe });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _backend.DisposeAsync();
        await _weChat.DisposeAsync();
    }

    [Theory]
    [InlineData("/generated", "/msg/text")]
    [InlineData("/wechat/shop", "/by-hand/msg/text")]
    public async Task A_push_on_a_generated_or_a_hand_written_route_takes_the_whole_way(string path, string backendPath)
    {
        _backend.Answers("""{"msg":"hello"}""");

        var result = await PushAsync(path, PushedMessage.Text("hi"));

        Assert.True(result.Reply?.IsSealed);
        Assert.Equal("HELLO", result.Reply?["Content"]);
        Assert.Equal(backendPath, _backend.OnlyCall.Path);
        Assert.Equal("hi", _backend.OnlyCall.Json.GetProperty("Content").GetString());
        Assert.Equal("theirs", _backend.OnlyCall.Headers["X-WeChat-Service"]);
        Assert.Equal("added", _backend.OnlyCall.Json.GetProperty("Extra").GetString());
    }

    [Fact]
    public async Task A_transform_of_the_hosts_own_answers_without_the_backend()
    {
        var result = await PushAsync("/generated", PushedMessage.Text("whisper"));

        Assert.Equal("psst", result.Reply?["Content"]);
        Assert.Empty(_backend.Calls);
    }

    [Fact]
    public async Task A_transform_that_throws_costs_WeChat_nothing()
    {
        var result = await PushAsync("/generated", PushedMessage.Text("throw"));

        Assert.Equal("success", result.Reply?.Text);
    }

    [Fact]
    public async Task A_forged_push_on_a_hand_written_route_is_forbidden()
    {
        var result = await _weChat.PushAsync(
            AppId,
            PushedMessage.Text("hi"),
            new PushOptions { Url = new Uri(_host.Address, "/wechat/shop"), TampersAfterSigning = true },
            TestContext.Current.CancellationToken);

        Assert.Equal(403, result.Last.Status);
        Assert.Empty(_backend.Calls);
    }

    [Fact]
    public async Task Routes_that_are_not_WeChats_are_plain_YARP()
    {
        using var http = new HttpClient();
        using var content = new StringContent("<xml>as it is</xml>", Encoding.UTF8, "text/xml");

        using var response = await http.PutAsync(new Uri(_host.Address, "/plain/a/b?c=d"), content, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("PUT", _backend.OnlyCall.Method);
        Assert.Equal("/plain/a/b", _backend.OnlyCall.Path);
        Assert.Equal("?c=d", _backend.OnlyCall.Query);
        Assert.Equal("<xml>as it is</xml>", _backend.OnlyCall.Text);
    }

    private Task<PushResult> PushAsync(string path, PushedMessage message)
        => _weChat.PushAsync(AppId, message, new PushOptions { Url = new Uri(_host.Address, path) }, TestContext.Current.CancellationToken);

    /// <summary>Changes the message going in and the reply coming out, and answers some by itself.</summary>
    private sealed class ShoutTransform : IMessageTransform
    {
        public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
        {
            switch (message.GetString("Content"))
            {
                case "whisper":
                    return new TextReply("psst");
                case "throw":
                    throw new InvalidOperationException("A host's own bug.");
            }

            var json = Encoding.UTF8.GetString(message.Body.Span);
            message.Body = Encoding.UTF8.GetBytes(string.Concat(json.AsSpan(0, json.Length - 1), ",\"Extra\":\"added\"}"));
            return await next(message, cancellationToken) is TextReply text ? new TextReply(text.Content.ToUpperInvariant())
                : Reply.Success;
        }
    }
}
