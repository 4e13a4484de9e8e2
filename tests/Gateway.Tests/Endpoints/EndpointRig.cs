using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>A gateway with an official account 'shop' and a store 'store', before a scripted WeChat, over real sockets.</summary>
internal sealed class EndpointRig : IAsyncDisposable
{
    public const string Secret = "planted-secret-of-the-shop";

    private EndpointRig(ScriptedWeChatServer server, RunningGateway gateway, CollectedLogs logs, FakeOAuthCodes codes)
    {
        Server = server;
        Gateway = gateway;
        Logs = logs;
        Codes = codes;
    }

    public RunningGateway Gateway { get; }

    public ScriptedWeChat WeChat => Server.Script;

    public CollectedLogs Logs { get; }

    public FakeOAuthCodes Codes { get; }

    private ScriptedWeChatServer Server { get; }

    public static async Task<EndpointRig> StartAsync(params (string Key, string? Value)[] settings)
    {
        var server = await ScriptedWeChatServer.StartAsync(TestContext.Current.CancellationToken);
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = server.Address,
            ["Gateway:Services:shop:AppId"] = "wxshop",
            ["Gateway:Services:shop:AppSecret"] = Secret,
            ["Gateway:Services:shop:Token"] = "t",
            ["Gateway:Services:store:Kind"] = "ChannelsShop",
            ["Gateway:Services:store:AppId"] = "wxstore",
            ["Gateway:Services:store:AppSecret"] = Secret,
            ["Gateway:Services:store:Token"] = "t",
            ["Gateway:Services:poor:AppId"] = "wxpoor",
            ["Gateway:Services:poor:Token"] = "t",
        };
        foreach (var (key, value) in settings)
        {
            configuration[$"Gateway:{key}".Replace("Gateway:../", "", StringComparison.Ordinal)] = value;
        }

        var logs = new CollectedLogs();
        var codes = new FakeOAuthCodes();
        var gateway = await RunningGateway.StartAsync(
            configuration, logs, services => services.AddSingleton<IOAuthCodes>(codes), TestContext.Current.CancellationToken);
        return new EndpointRig(server, gateway, logs, codes);
    }

    /// <summary>Returns a query or a form.</summary>
    public static string Encode(params (string Name, string Value)[] parameters)
        => string.Join(
            '&', parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));

    public Task<(int Status, JsonElement Json)> GetAsync(string path, params (string Name, string Value)[] parameters)
        => Calls.JsonAsync(Gateway.InternalAddress, $"{path}?{Encode(parameters)}");

    public Task<(int Status, JsonElement Json)> PostAsync(string path, string body, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Calls.JsonAsync(Gateway.InternalAddress, path, HttpMethod.Post, content);
    }

    /// <summary>Returns the answer as text.</summary>
    public async Task<string> TextAsync(string path, string? body = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Calls.SendAsync(Gateway.InternalAddress, path, content: content);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Returns WeChat's calls of a path.</summary>
    public WeChatCall[] CallsOf(string path) => [.. WeChat.Calls.Where(call => call.Path == path)];

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Server.DisposeAsync();
    }
}
