using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed class PlatformPushTests : PlatformFixture
{
    [Fact]
    public async Task An_authorizers_message_goes_through_its_platform_sealed_with_the_platforms_key()
    {
        await AuthorizedAsync(Account.AppId);
        Account.EncodingAesKey = new string('a', 42) + "A";
        var result = await Simulator.PushAsync(Account.AppId, PushedMessage.Text("你好 😀"), Cancellation);
        var push = Assert.Single(Gateway.Received);
        var message = Open(push);

        Assert.True(result.IsAnswered);
        Assert.Equal($"/messages/{Account.AppId}/in", push.Path);
        Assert.Equal("gh_1", message.Element("ToUserName")!.Value);
        Assert.Equal("你好 😀", message.Element("Content")!.Value);
        Assert.Contains("<ToUserName><![CDATA[gh_1]]></ToUserName>", push.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<AppId>", push.Body, StringComparison.Ordinal);
        Assert.Equal("aes", push.Query["encrypt_type"]);
    }

    [Fact]
    public async Task A_reply_must_be_sealed_for_the_platform_and_not_for_the_authorizer()
    {
        await AuthorizedAsync(Account.AppId);
        Assert.Equal("answer", (await ReplyAsync(Component, Key)).Reply?["Content"]);
        Assert.Equal(DeliveryOutcome.Malformed, (await ReplyAsync(Account.AppId, Key)).Last.Outcome);
        Assert.Equal(DeliveryOutcome.Malformed, (await ReplyAsync(Component, new string('b', 43))).Last.Outcome);
    }

    [Fact]
    public async Task An_account_with_a_server_URL_is_pushed_there_unless_the_push_names_the_platform()
    {
        await AuthorizedAsync(Account.AppId);
        Account.GatewayUrl = new Uri(Gateway.Url, "/own");
        await Simulator.PushAsync(Account.AppId, PushedMessage.Text("a"), Cancellation);
        await Simulator.PushAsync(Account.AppId, PushedMessage.Text("b"), new PushOptions { Platform = Component }, Cancellation);
        await CallAsync(
            HttpMethod.Post,
            "/simulator/push",
            $$"""{"appId":"{{Mini.AppId}}","platform":"{{Component}}","text":"c"}""");

        Assert.Equal(
            ["/own", $"/messages/{Account.AppId}/in", $"/messages/{Mini.AppId}/in"],
            Gateway.Received.Select(push => push.Path));
        Assert.Equal("gh_mini", Open(Gateway.Received[2]).Element("ToUserName")!.Value);
    }

    [Fact]
    public async Task An_account_that_is_authorized_nowhere_has_nowhere_to_be_pushed()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Simulator.PushAsync(Account.AppId, PushedMessage.Text("a"), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Simulator.PushAsync(
                Account.AppId,
                PushedMessage.Text("a"),
                new PushOptions { Platform = "wxnobody" },
                Cancellation));
        await AuthorizedAsync(Account.AppId);
        Platform.MessageUrl = null;
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Simulator.PushAsync(Account.AppId, PushedMessage.Text("a"), Cancellation));
    }

    [Fact]
    public async Task A_forger_may_change_what_the_platform_would_seal()
    {
        await AuthorizedAsync(Account.AppId);
        await Simulator.PushAsync(
            Account.AppId,
            PushedMessage.Text("a"),
            new PushOptions { Platform = Component, ReceiverId = "wxforger", Token = "forged", MaxDeliveries = 1 },
            Cancellation);
        var push = Assert.Single(Gateway.Received);
        var encrypt = System.Xml.Linq.XDocument.Parse(push.Body).Root!.Element("Encrypt")!.Value;

        Assert.Equal("wxforger", new EnvelopeCipher(Key).Open(encrypt).ReceiverId);
        Assert.Equal(Signature.Of("forged", push.Query["timestamp"], push.Query["nonce"], encrypt), push.Query["msg_signature"]);
    }

    [Fact]
    public async Task A_forged_event_can_be_pushed_too()
    {
        await Simulator.Platforms.PushEventAsync(
            Component,
            PlatformEvent.Unauthorized(Account.AppId),
            new PushOptions { ReceiverId = "wxforger", MaxDeliveries = 1, Url = new Uri(Gateway.Url, "/elsewhere") },
            Cancellation);
        var encrypt = System.Xml.Linq.XDocument.Parse(Assert.Single(Gateway.Received).Body).Root!.Element("Encrypt")!.Value;

        Assert.Equal("wxforger", new EnvelopeCipher(Key).Open(encrypt).ReceiverId);
    }

    [Fact]
    public async Task A_web_page_signs_users_in_on_the_authorizers_behalf()
    {
        await AuthorizedAsync(Account.AppId);
        const string Link = "/connect/oauth2/authorize?appid=wx1234567890abcdef&redirect_uri=https%3A%2F%2Fa.example%2F"
            + "&response_type=code&scope=snsapi_base&state=s&component_appid=";
        using var own = await SendAsync(HttpMethod.Get, Link + Component);
        using var foreign = await SendAsync(HttpMethod.Get, Link + "wxnobody");
        var code = own.Headers.Location!.Query.Split("code=")[1].Split('&')[0];
        var query = $"appid={Account.AppId}&grant_type=authorization_code&component_appid={Component}";
        var token = await ComponentTokenAsync();
        var answer = await CallAsync(
            HttpMethod.Get,
            $"/sns/oauth2/component/access_token?{query}&code={code}&component_access_token={token}");
        var refresh = await CallAsync(
            HttpMethod.Get,
            $"/sns/oauth2/component/refresh_token?appid={Account.AppId}&grant_type=refresh_token&component_appid={Component}"
            + $"&component_access_token={token}&refresh_token={answer["refresh_token"]}");

        Assert.Equal(200, (int)foreign.StatusCode);
        Assert.StartsWith("o", (string)answer["openid"]!, StringComparison.Ordinal);
        Assert.Equal((string)answer["openid"]!, (string)refresh["openid"]!);
        Assert.Equal(40163, await ErrorAsync($"{query}&code={code}&component_access_token={token}"));
        Assert.Equal(41001, await ErrorAsync($"{query}&code={code}"));
        var other = query.Replace(Account.AppId, Mini.AppId, StringComparison.Ordinal);
        Assert.Equal(61003, await ErrorAsync($"{other}&code={code}&access_token={token}"));
        Assert.Equal(41018, await ErrorAsync($"appid={Account.AppId}&grant_type=authorization_code&code={code}&access_token={token}"));
        Assert.Equal(61014, await ErrorAsync($"{query}&code={code}&access_token={await StableTokenAsync()}"));
    }

    private async Task<int> ErrorAsync(string query) =>
        ErrorOf(await CallAsync(HttpMethod.Get, $"/sns/oauth2/component/access_token?{query}"));

    private async Task<PushResult> ReplyAsync(string receiver, string key)
    {
        const string Text =
            "<xml><ToUserName>oSimulatedUser_0000000000001</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime>"
            + "<MsgType>text</MsgType><Content>answer</Content></xml>";
        var encrypt = new EnvelopeCipher(key).Seal(Text, receiver);
        var signature = Signature.Of(Platform.Token, "1", "n", encrypt);
        var body = $"<xml><Encrypt>{encrypt}</Encrypt><MsgSignature>{signature}</MsgSignature>"
            + "<TimeStamp>1</TimeStamp><Nonce>n</Nonce></xml>";
        GatewayAnswers((_, _) => (200, body));
        return await Simulator.PushAsync(Account.AppId, PushedMessage.Text("a"), new PushOptions { Platform = Component }, Cancellation);
    }
}
