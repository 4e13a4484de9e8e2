using System.Text.Json.Nodes;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Platforms;

/// <summary>Starts a simulator with a platform, an official account and a mini program, and a gateway that opens what is pushed.</summary>
public abstract class PlatformFixture : SimulatorFixture
{
    protected const string Component = "wxcomponent0000001";
    protected const string Secret = "component-secret";
    protected const string Domain = "saas.example.com";
    protected const string CustomMessage = """{"touser":"o1","msgtype":"text","text":{"content":"hi"}}""";

    private readonly Lock _gate = new();
    private Func<string, int, (int Status, string Body)> _answer = (_, _) => (200, "success");
    private int _received;

    protected SimulatedAccount Mini { get; } = new()
    {
        AppId = "wxmini00000000001",
        OriginalId = "gh_mini",
        Name = "小小程序",
        Kind = AccountKind.MiniProgram,
    };

    protected SimulatedPlatform Platform { get; } = new()
    {
        AppId = Component,
        AppSecret = Secret,
        Name = "海风管家",
        Token = "platform-token",
        EncodingAesKey = Key,
        AuthorizationDomains = [Domain],
        Switches = new PlatformSwitches { PushesTickets = false },
    };

    protected ScriptedGateway Gateway { get; private set; } = null!;

    /// <summary>Gets the events that came to the event URL, opened, in order.</summary>
    protected IReadOnlyList<XElement> Events => [.. Gateway.Received.Where(push => push.Path == "/event").Select(Open)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Gateway = await ScriptedGateway.StartAsync((context, push) =>
        {
            (int Status, string Body) answer;
            lock (_gate)
            {
                answer = _answer(push.Path, _received++);
            }

            context.Response.StatusCode = answer.Status;

            // A body, even an empty one, of status 204 would close the connection.
            return answer.Body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(answer.Body);
        });
        Platform.EventUrl = new Uri(Gateway.Url, "/event");
        Platform.MessageUrl = new Uri(Gateway.Url, "/messages/$APPID$/in");
        Account.Name = "海风书店";
        Simulator.AddAccount(Mini);
        Simulator.AddPlatform(Platform);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets the gateway answer by path and by how many pushes it had before.</summary>
    protected void GatewayAnswers(Func<string, int, (int Status, string Body)> answer)
    {
        lock (_gate)
        {
            (_answer, _received) = (answer, 0);
        }
    }

    protected XElement Open(ReceivedPush push)
    {
        var envelope = XDocument.Parse(push.Body).Root!;
        var encrypt = envelope.Element("Encrypt")!.Value;
        Assert.Equal(
            Signature.Of(Platform.Token, push.Query["timestamp"], push.Query["nonce"], encrypt),
            push.Query["msg_signature"]);
        var opened = new EnvelopeCipher(Key).Open(encrypt);
        Assert.Equal(Component, opened.ReceiverId);
        return XDocument.Parse(opened.Message).Root!;
    }

    protected async Task<string> ComponentTokenAsync()
    {
        var ticket = Simulator.Platforms.CreateTicket(Component);
        return (string)(await CallAsync(HttpMethod.Post, ApiPath.ComponentToken, TokenBody(ticket)))["component_access_token"]!;
    }

    protected static string TokenBody(string ticket, string appId = Component, string secret = Secret) =>
        $$"""{"component_appid":"{{appId}}","component_appsecret":"{{secret}}","component_verify_ticket":"{{ticket}}"}""";

    /// <summary>Calls an API of the platform; its body gets <c>component_appid</c>.</summary>
    protected async Task<JsonObject> ComponentAsync(string path, params (string Name, JsonNode Value)[] fields) =>
        await ComponentWithAsync(await ComponentTokenAsync(), path, fields);

    protected Task<JsonObject> ComponentWithAsync(string token, string path, params (string Name, JsonNode Value)[] fields)
    {
        var body = new JsonObject { ["component_appid"] = Component };
        foreach (var (name, value) in fields)
        {
            body[name] = value;
        }

        return CallAsync(HttpMethod.Post, $"{path}?component_access_token={token}", body.ToJsonString());
    }

    protected static int ErrorOf(JsonObject answer) => (int?)answer["errcode"] ?? 0;

    /// <summary>Authorizes an account, without an event unless the options say otherwise.</summary>
    protected Task<AuthorizationResult> AuthorizeAsync(string appId, AuthorizationOptions? options = null) =>
        Simulator.Platforms.AuthorizeAsync(
            Component,
            appId,
            options ?? new AuthorizationOptions { EventTiming = EventTiming.Never },
            Cancellation);

    /// <summary>Authorizes an account and exchanges the code; returns <c>authorization_info</c>.</summary>
    protected async Task<JsonObject> AuthorizedAsync(string appId, IReadOnlyList<int>? sets = null)
    {
        var granted = await AuthorizeAsync(appId, new AuthorizationOptions { EventTiming = EventTiming.Never, PermissionSets = sets });
        return await QueryAsync(granted.Code);
    }

    protected async Task<JsonObject> QueryAsync(string code) =>
        (await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", code)))["authorization_info"]!.AsObject();

    protected async Task<int> SendErrorAsync(string accessToken) =>
        ErrorOf(await CallAsync(HttpMethod.Post, $"{ApiPath.CustomSend}?access_token={accessToken}", CustomMessage));
}
