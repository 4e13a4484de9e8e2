using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using EncryptionMode = WxYarpGateway.Simulator.Accounts.EncryptionMode;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>
/// Services that the configuration does not have: a host's own source brings them, on one callback and one route, and they come while it
/// runs.
/// </summary>
public sealed class OtherSourceTests : IAsyncLifetime
{
    private const string Component = "wxcomponent";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly TenantSource _source = new();
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
                ["ReverseProxy:Routes:tenants:Match:Path"] = "/saas/{appid}/message",
                ["ReverseProxy:Routes:tenants:ClusterId"] = "bot",
                ["ReverseProxy:Routes:tenants:Metadata:WeChat.Service"] = "saas",
                ["ReverseProxy:Routes:tenants:Metadata:WeChat.Exchange"] = "message",
                ["ReverseProxy:Clusters:bot:Destinations:one:Address"] = _backend.Address,
            },
            proxy => proxy.Services.AddSingleton<IServiceSource>(_source),
            TestContext.Current.CancellationToken);
        _weChat.AddAccount(new SimulatedAccount
        {
            AppId = Component,
            Token = "component-token",
            EncodingAesKey = AesKey,
            Encryption = EncryptionMode.Safe
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _backend.DisposeAsync();
        await _weChat.DisposeAsync();
    }

    [Fact]
    public async Task A_push_finds_its_account_by_the_path_and_the_reply_is_sealed_with_the_callbacks_key()
    {
        _backend.Answers("""{"msg":"hello"}""");
        _source.Add("wx1");
        _source.Add("wx2");

        var first = await PushAsync("wx1");
        var second = await PushAsync("wx2");

        Assert.All([first, second], result => Assert.Equal("hello", result.Reply?["Content"]));
        Assert.All([first, second], result => Assert.True(result.Reply?.IsSealed));
        Assert.Equal(["wx1", "wx2"], _backend.Calls.Select(call => call.Headers["X-WeChat-AppId"]));
        Assert.Equal(["saas", "saas"], _backend.Calls.Select(call => call.Headers["X-WeChat-Service"]));
    }

    [Fact]
    public async Task An_account_comes_and_goes_while_the_host_runs()
    {
        _backend.Answers("""{"msg":"hello"}""");

        var before = await PushAsync("wx3");
        _source.Add("wx3");
        var meanwhile = await PushAsync("wx3");
        _source.Remove("wx3");
        var after = await PushAsync("wx3");

        Assert.Equal([403, 200, 403], new[] { before, meanwhile, after }.Select(result => result.Last.Status));
        Assert.Single(_backend.Calls);
    }

    [Fact]
    public async Task One_message_to_two_accounts_is_two_messages()
    {
        _backend.Answers("""{"msg":"hello"}""");
        _source.Add("wx1");
        _source.Add("wx2");
        var message = PushedMessage.Text("hi");

        await PushAsync("wx1", message);
        await PushAsync("wx2", message);
        await PushAsync("wx2", message);

        Assert.Equal(["wx1", "wx2"], _backend.Calls.Select(call => call.Headers["X-WeChat-AppId"]));
    }

    private Task<PushResult> PushAsync(string appId, PushedMessage? message = null)
        => _weChat.PushAsync(
            Component, message ?? PushedMessage.Text("hi"), new PushOptions { Url = new Uri(_host.Address, $"/saas/{appId}/message") },
                TestContext.Current.CancellationToken);

    private sealed class TenantSource : IServiceSource, IRecipients
    {
        private readonly ConcurrentDictionary<string, WeChatService> _services = new(StringComparer.OrdinalIgnoreCase);
        private readonly Callback _callback;

        public TenantSource()
        {
            Assert.True(AppId.TryParse(Component, out var appId));
            Assert.True(AppSecret.TryParse("", out var secret));
            var account = new Account("saas", ServiceKind.OfficialAccount, appId, secret, TokenEndpoint.Stable);
            _callback = new Callback("saas", account, new ServiceOptions { Token = "component-token", EncodingAesKey = AesKey }, this);
        }

        public IEnumerable<Callback> Callbacks => [_callback];

        public void Add(string appId)
            => _services[$"saas/{appId}"] = new WeChatService($"saas/{appId}", new ServiceOptions { AppId = appId }, callback: _callback);

        public void Remove(string appId) => _services.TryRemove($"saas/{appId}", out _);

        public bool TryGet(string name, [NotNullWhen(true)] out WeChatService? service) => _services.TryGetValue(name, out service);

        public bool TryGetCallback(string name, [NotNullWhen(true)] out Callback? callback)
        {
            callback = name == "saas" ? _callback : null;
            return callback is not null;
        }

        public WeChatService? Find(MessageAddress address) => _services.GetValueOrDefault($"saas/{address.AppId}");
    }
}
