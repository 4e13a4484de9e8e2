using System.Text;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>No token, ticket, secret or key shows in anything that the gateway tells of itself.</summary>
public sealed class PlantedSecretTests
{
    private const string Key = "planted-api-key-0123456789";
    private const string WrongKey = "planted-wrong-key-0123456789";
    private const string Secret = "planted-app-secret-0123456789";
    private const string CallersToken = "planted-token-of-the-caller";

    [Fact]
    public async Task Nothing_secret_is_told()
    {
        using var traces = new Traces();
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        weChat.AddAccount(new SimulatedAccount { AppId = "wx-planted", AppSecret = Secret });
        weChat.Media.Add("wx-planted", "M", 10_000);
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:WeChat:ApiUrl"] = weChat.Address.ToString(),
                ["Gateway:InternalApiKeys:crm"] = InternalListenerTests.DigestOf(Key),
                ["Gateway:Services:planted:AppId"] = "wx-planted",
                ["Gateway:Services:planted:AppSecret"] = Secret,
                ["Gateway:Services:planted:Token"] = "t",
            },
            traces,
            TestContext.Current.CancellationToken);

        var secrets = new List<string> { Key, WrongKey, Secret, CallersToken };
        secrets.Add(await TellAsync(gateway, "/tokens/planted/access_token"));
        secrets.Add(await TellAsync(gateway, "/tokens/planted/jsapi_ticket"));
        await SendAsync(gateway, $"/wxapi/planted{ApiPath.MenuGet}?access_token={CallersToken}");
        await SendAsync(gateway, $"/wxapi/planted{ApiPath.MediaGet}?media_id=M");
        await SendAsync(gateway, $"/wxapi/planted{ApiPath.MenuGet}", key: WrongKey);
        weChat.RevokeToken("wx-planted");
        await SendAsync(gateway, $"/wxapi/planted{ApiPath.MenuCreate}", new StringContent("{}"));
        secrets.Add(await TellAsync(gateway, "/tokens/planted/access_token"));
        await SendAsync(gateway, "/tokens/planted/access_token/replace", new StringContent($$"""{"rejected":"{{secrets[^1]}}"}""", Encoding.UTF8, "application/json"));
        weChat.Faults.Add(ApiPath.MenuGet, Fault.Abort());
        await SendAsync(gateway, $"/wxapi/planted{ApiPath.MenuGet}");
        weChat.Faults.Add(ApiPath.MediaGet, Fault.Status(500));
        await SendAsync(gateway, $"/wxapi/planted{ApiPath.MediaGet}?media_id=M");
        await gateway.StopAsync(TestContext.Current.CancellationToken);

        var lines = traces.Lines;
        Assert.Contains(lines, line => line.StartsWith("trace System.Net.Http", StringComparison.Ordinal)
            && line.Contains(ApiPath.MenuGet, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("event System.Net.Http", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("log Information", StringComparison.Ordinal)
            && line.Contains($"Proxying to {weChat.Address}cgi-bin/menu/get", StringComparison.Ordinal));
        Assert.Equal(7, secrets.Distinct().Count());

        // The first line of a request, as ASP.NET Core logs it at Information, has what the caller wrote; the gateway does not log it by
        // default.
        var told = lines.Where(line => !line.Contains(" Request starting HTTP/", StringComparison.Ordinal)
            && !line.Contains(" Request finished HTTP/", StringComparison.Ordinal));
        Assert.DoesNotContain(told, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => secrets.Except([CallersToken]).Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static async Task<string> TellAsync(RunningGateway gateway, string path)
    {
        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, path, key: Key);
        Assert.Equal(200, status);
        return json.EnumerateObject().First().Value.GetString()!;
    }

    private static async Task SendAsync(RunningGateway gateway, string path, HttpContent? content = null, string key = Key)
    {
        using var response = await Calls.SendAsync(gateway.InternalAddress, path, content: content, key: key);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
