using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

public sealed class TokenEndpointsTests : IAsyncLifetime
{
    private const string AccessToken = "/tokens/wxplain/access_token";

    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_token_is_given_out_with_what_is_left_of_it()
    {
        var (status, json) = await AskAsync(AccessToken);

        Assert.Equal(200, status);
        Assert.True(_rig.WeChat.IsTokenValid(json.GetProperty("access_token").GetString()!));
        Assert.InRange(json.GetProperty("expires_in").GetInt32(), 7100, 7200);
        Assert.Equal(["access_token", "expires_in"], json.EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("jsapi_ticket")]
    [InlineData("wx_card_ticket")]
    public async Task So_is_a_ticket_which_WeChat_is_asked_for_once(string kind)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync($"/tokens/wxplain/{kind}")));

        Assert.Single(answers.Select(answer => answer.Json.GetProperty("ticket").GetString()).Distinct());
        Assert.All(answers, answer => Assert.InRange(answer.Json.GetProperty("expires_in").GetInt32(), 7100, 7200));
        Assert.Equal(1, _rig.WeChat.Calls.Count(ApiPath.Ticket));
        Assert.Equal(1, _rig.WeChat.Calls.TokenRequests());
    }

    [Fact]
    public async Task Nobody_keeps_a_copy()
    {
        using var token = await Calls.SendAsync(_rig.Gateway.InternalAddress, AccessToken);
        using var error = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/tokens/nobody/access_token");

        Assert.True(token.Headers.CacheControl!.NoStore);
        Assert.True(error.Headers.CacheControl!.NoStore);
        Assert.Equal("application/json; charset=utf-8", token.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_for_all_who_name_it()
    {
        var first = (await AskAsync(AccessToken)).Json.GetProperty("access_token").GetString()!;
        _rig.WeChat.RevokeToken(TestRig.Plain);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReplaceAsync($$"""{"rejected":"{{first}}"}""")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var second = Assert.Single(answers.Select(answer => answer.Json.GetProperty("access_token").GetString()).Distinct());
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await AskAsync(AccessToken)).Json.GetProperty("access_token").GetString());
        Assert.Equal(2, _rig.WeChat.Calls.TokenRequests());
    }

    [Fact]
    public async Task A_token_that_is_newer_than_the_refused_one_is_just_returned()
    {
        var current = (await AskAsync(AccessToken)).Json.GetProperty("access_token").GetString();

        Assert.Equal(current, (await ReplaceAsync("""{"rejected":"an-old-one"}""")).Json.GetProperty("access_token").GetString());
        Assert.Equal(1, _rig.WeChat.Calls.TokenRequests());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("token", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"rejected":""}""", 400)]
    [InlineData("""{"rejected":1}""", 400)]
    [InlineData("""{"rejected":"\ud800"}""", 400)]
    [InlineData("""{"rejected":"a"} {}""", 400)]
    public async Task Other_bodies_are_refused(string body, int status)
    {
        var answer = await ReplaceAsync(body);

        Assert.Equal((status, -70000 - status), (answer.Status, answer.Json.ErrorCode()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_without_end_is_not_read(bool hasLength)
    {
        using var content = new StreamContent(new PatternStream(hasLength ? 5_000 : 100_000));
        content.Headers.ContentLength = hasLength ? 5_000 : null;

        var answer = await Calls.JsonAsync(_rig.Gateway.InternalAddress, AccessToken + "/replace", HttpMethod.Post, content);

        Assert.Equal((413, -70413), (answer.Status, answer.Json.ErrorCode()));
    }

    [Theory]
    [InlineData("/tokens")]
    [InlineData("/tokens/")]
    [InlineData("/tokens/wxplain")]
    [InlineData("/tokens/wxplain/")]
    [InlineData("/tokens/wxplain/refresh_token")]
    [InlineData("/tokens/wxplain/access_token/")]
    [InlineData("/tokens/wxplain/access_token/replace/x")]
    [InlineData("/tokens/wxplain/jsapi_ticket/replace")]
    [InlineData("/tokens/nobody/access_token")]
    [InlineData("/tokens//access_token")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        var (status, json) = await AskAsync(path);

        Assert.Equal((404, -70404), (status, json.ErrorCode()));
    }

    [Theory]
    [InlineData("POST", AccessToken, "GET")]
    [InlineData("DELETE", "/tokens/wxplain/jsapi_ticket", "GET")]
    [InlineData("GET", AccessToken + "/replace", "POST")]
    public async Task Other_methods_are_not_allowed(string method, string path, string allowed)
    {
        using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, path, new HttpMethod(method));

        Assert.Equal((405, allowed), ((int)response.StatusCode, Assert.Single(response.Content.Headers.Allow)));
    }

    [Fact]
    public async Task A_refusal_of_WeChat_says_why_and_when_to_ask_again()
    {
        _rig.Accounts[TestRig.Plain].Switches.DeniesCallerAddress = true;
        await AskAsync(AccessToken);

        using var response = await Calls.SendAsync(_rig.Gateway.InternalAddress, AccessToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.StartsWith("""{"errcode":-70503,"errmsg":"WeChat answered errcode 40164""", text, StringComparison.Ordinal);
        Assert.Contains("Add the IP 127.0.0.1", text, StringComparison.Ordinal);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
    }

    private Task<(int Status, JsonElement Json)> AskAsync(string path) => Calls.JsonAsync(_rig.Gateway.InternalAddress, path);

    private Task<(int Status, JsonElement Json)> ReplaceAsync(string body)
        => Calls.JsonAsync(
            _rig.Gateway.InternalAddress, AccessToken + "/replace", content: new StringContent(body, Encoding.UTF8, "application/json"));
}
