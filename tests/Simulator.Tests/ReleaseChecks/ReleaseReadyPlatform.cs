using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.ReleaseChecks;

/// <summary>Plays a platform that passes the release check, or fails at the step that it is told to.</summary>
public sealed class ReleaseReadyPlatform : IAsyncDisposable
{
    public const string AppId = "wxcomponent0000001";
    public const string Secret = "component-secret";
    public const string Token = "platform-token";
    public const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly HttpClient _http = new();
    private readonly string _fails;
    private readonly TaskCompletionSource<string> _ticket = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedGateway _gateway = null!;

    private ReleaseReadyPlatform(string fails)
    {
        _fails = fails;
    }

    /// <summary>Gets or sets the simulator's address, to which the API calls go.</summary>
    public Uri? WeChat { get; set; }

    public string MessageUrl => $"{_gateway.Url.GetLeftPart(UriPartial.Authority)}/saas/$APPID$/message";

    public static async Task<ReleaseReadyPlatform> StartAsync(string fails = "")
    {
        var platform = new ReleaseReadyPlatform(fails);
        platform._gateway = await ScriptedGateway.StartAsync(platform.AnswerAsync);
        return platform;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _http.Dispose();
    }

    private Task AnswerAsync(HttpContext context, ReceivedPush push)
    {
        var encrypt = XDocument.Parse(push.Body).Root!.Element("Encrypt")!.Value;
        var message = XDocument.Parse(new EnvelopeCipher(Key).Open(encrypt).Message).Root!;
        if (push.Path == "/saas/event")
        {
            _ticket.TrySetResult(message.Element("ComponentVerifyTicket")!.Value);
            return context.Response.WriteAsync(_fails == "ticket" ? "<xml>success</xml>" : "success");
        }

        var content = message.Element("Content")?.Value ?? "";
        if (!content.StartsWith("QUERY_AUTH_CODE:", StringComparison.Ordinal))
        {
            var isText = content.Length > 0;
            var reply = isText ? $"{content}_callback" : $"{message.Element("Event")!.Value}from_callback";
            return context.Response.WriteAsync(_fails == (isText ? "text" : "event") ? "success" : Reply(message, reply));
        }

        context.Response.OnCompleted(() => SendAsync(content["QUERY_AUTH_CODE:".Length..], message.Element("FromUserName")!.Value));
        return context.Response.WriteAsync(_fails == "late" ? Reply(message, "wait") : "");
    }

    private async Task SendAsync(string code, string user)
    {
        if (_fails == "api")
        {
            return;
        }

        var component = await PostAsync(
            ApiPath.ComponentToken,
            new JsonObject
            {
                ["component_appid"] = AppId,
                ["component_appsecret"] = Secret,
                ["component_verify_ticket"] = await _ticket.Task,
            });
        var info = await PostAsync(
            $"{ApiPath.QueryAuth}?access_token={component["component_access_token"]}",
            new JsonObject { ["component_appid"] = AppId, ["authorization_code"] = code });
        await PostAsync(
            $"{ApiPath.CustomSend}?access_token={info["authorization_info"]!["authorizer_access_token"]}",
            new JsonObject
            {
                ["touser"] = user,
                ["msgtype"] = "text",
                ["text"] = new JsonObject { ["content"] = _fails == "content" ? code : $"{code}_from_api" },
            });
    }

    private async Task<JsonObject> PostAsync(string path, JsonObject body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(WeChat!, path), body);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    private static string Reply(XElement message, string text)
    {
        var reply = $"<xml><ToUserName>{message.Element("FromUserName")!.Value}</ToUserName><FromUserName>"
            + $"{message.Element("ToUserName")!.Value}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType>"
            + $"<Content>{text}</Content></xml>";
        var encrypt = new EnvelopeCipher(Key).Seal(reply, AppId);
        var signature = Signature.Of(Token, "1", "n", encrypt);
        return $"<xml><Encrypt>{encrypt}</Encrypt><MsgSignature>{signature}</MsgSignature><TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>";
    }
}
