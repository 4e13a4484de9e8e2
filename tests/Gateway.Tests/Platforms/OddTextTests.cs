using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Platforms.Events;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>
/// Texts that are well-formed to HTTP and JSON, and that no database takes or no text can hold: they are refused by their path.
/// </summary>
public sealed class OddTextTests : IAsyncLifetime
{
    private EventRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await EventRig.StartWithGatewayAsync(("Records:Keep", "1.00:00:00"));
        await _rig.AuthorizeAsync();
        await _rig.StateBecomesAsync(AuthorizerState.Authorized);
    }

    [Theory]
    [InlineData("/platform/saas/records?to=0001-01-01", "to")]
    [InlineData("/platform/saas/records?from=9999-12-31T23:59:59Z&to=0001-01-01", "to")]
    [InlineData("/platform/saas/records?event=a%00", "event")]
    [InlineData("/platform/saas/records?appid=%00&rule=%00", "appid,rule")]
    [InlineData("/platform/saas/records?msgType=%00&infoType=%00&outcome=Nothing%00", "msgType,infoType,outcome")]
    [InlineData("/platform/saas/records/live?event=%00", "event")]
    [InlineData("/platform/saas/authorizers?name=%00&tag=%00&after=%00", "name,tag,after")]
    [InlineData("/platform/saas/rule-history?rule=%00", "rule")]
    public async Task In_a_query(string path, string paths)
    {
        var (status, json, _) = await _rig.CallAsync(HttpMethod.Get, path);

        Assert.True(status == 400, $"{status} {json}");
        Assert.Equal(
            paths.Split(',').Order(StringComparer.Ordinal),
            json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()!).Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"note":"\u0000"}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"note":"\ud800"}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"tags":["a\u0000"]}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"tags":["\udc00"]}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"\ud800":1}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"overrides":{"\ud800":1}}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"overrides":{"MessageBackend":"\ud800"}}""")]
    [InlineData("PATCH", "/platform/saas/authorizers/wxshop0000000001", """{"overrides":{"UserInfo":{"Append":"\ud800"}}}""")]
    [InlineData("POST", "/platform/saas/rules", """{"Name":"\ud800","To":{"Backend":"crm"}}""")]
    [InlineData("POST", "/platform/saas/rules", """{"Name":"a","\ud800":1,"To":{"Backend":"crm"}}""")]
    [InlineData("POST", "/platform/saas/rules", """{"Name":"a","When":{"Event":"\ud800"},"To":{"Backend":"crm"}}""")]
    [InlineData("POST", "/platform/saas/rules", """{"Name":"a","To":{"Backend":"\ud800"}}""")]
    [InlineData("POST", "/platform/saas/rules", """{"Name":"a","To":{"Backend":"crm","Path":"/\ud800"}}""")]
    [InlineData("POST", "/platform/saas/rules", """{"Name":"a","Mode":"\ud800","To":{"Backend":"crm"}}""")]
    [InlineData("POST", "/platform/saas/rules/test", """{"appid":"\ud800","msgType":"text"}""")]
    [InlineData("POST", "/platform/saas/rules/test", """{"appid":"wx1","\ud800":"text"}""")]
    [InlineData("POST", "/platform/saas/rules/test", """{"appid":"wx1","msgType":"text","rule":{"Name":"\ud800"}}""")]
    public async Task In_a_body(string method, string path, string body)
    {
        using var client = new HttpClient { BaseAddress = _rig.Gateway.InternalAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };

        using var answer = await client.SendAsync(request, Cancelled);

        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        Assert.NotEmpty(json.RootElement.GetProperty("errors").EnumerateArray());
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
