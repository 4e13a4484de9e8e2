using System.Text;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>What a backend gets, byte for byte: from the gateway's forwarder the same as from YARP's.</summary>
public sealed class WireTests
{
    private static readonly string[] Headers =
    [
        "User-Agent: Mozilla/4.0",
        "Accept: */*",
        "Pragma: no-cache",
        "Connection: Keep-Alive",
        "Keep-Alive: timeout=5",
        "TE: trailers",
        "Upgrade: h2c",
        "Proxy-Authorization: Basic eDp5",
        "Cookie: a=1",
        "Cookie: b=2",
        "X-Two: first",
        "X-Two: second",
        "X-Empty:",
        "X-Forwarded-For: 1.2.3.4",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Prefix: /evil",
        "Forwarded: for=1.2.3.4",
        "Via: 1.1 somebody",
        "Authorization: Bearer mine",
        "Content-Language: zh",
        "Expires: 0",
        "Allow: GET",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "X-WeChat-Service: forged",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_gets_these_bytes(bool isOwn)
    {
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address + "/base/");

        var answers = await rig.PushAsync("hi", Headers);

        Assert.Equal([200], answers.Statuses);
        var call = Assert.Single(backend.Calls);
        var id = Between(call.Head, "X-WeChat-Message-Id: ", "\r\n");
        Assert.Equal(
            $"""
            POST /base/msg/text HTTP/1.1
            Host: {new Uri(backend.Address).Authority}
            Accept: */*
            User-Agent: Mozilla/4.0
            Authorization: Bearer mine
            Cookie: a=1; b=2
            Pragma: no-cache
            Via: 1.1 somebody
            X-Two: first, second
            X-Empty: 
            X-WeChat-Service: shop
            X-WeChat-AppId: wxhostile
            X-WeChat-Message-Id: {id}
            X-WeChat-Attempt: 1
            X-Forwarded-For: 127.0.0.1
            X-Forwarded-Host: wx.example.com
            X-Forwarded-Proto: http
            traceparent: {Between(call.Head, "traceparent: ", "\r\n")}
            Content-Language: zh
            Expires: 0
            Allow: GET
            Content-Type: application/json; charset=utf-8
            Content-Length: {call.Body.Length}
            """.ReplaceLineEndings("\r\n"),
            call.Head);
        Assert.Equal(
            $$"""
            {"ToUserName":"gh_1","FromUserName":"oUser","CreateTime":1700000000,"MsgType":"text","Content":"hi","MsgId":"{{id}}"}
            """,
            call.Body);
        Assert.True(call.Packets == 1 || !isOwn, $"{call.Packets} packets");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_proxy_wrote_in_other_letters_than_ASCIIs_reaches_the_backend_as_it_is(bool isOwn)
    {
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address);
        var city = Encoding.Latin1.GetString("X-City: 北京"u8);

        await rig.PushAsync("hi", city);

        Assert.Contains($"\r\n{city}\r\n", Assert.Single(backend.Calls).Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_redelivery_has_nothing_of_a_client(bool isOwn)
    {
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address, ("CLUSTER:Destinations:one:Host", "inner.example"));

        await rig.CallAsync("{}", TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            POST /msg/unknown HTTP/1.1
            X-WeChat-Service: shop
            X-WeChat-AppId: wxhostile
            X-WeChat-Message-Id: 1
            X-WeChat-Attempt: 1
            Host: inner.example
            X-Forwarded-Proto: http
            Content-Type: application/json; charset=utf-8
            Content-Length: 2
            """.ReplaceLineEndings("\r\n"),
            Assert.Single(backend.Calls).Head);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_message_arrives_whole(bool isOwn)
    {
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address);
        var text = new string('x', 500_000);

        await rig.CallAsync(text, TestContext.Current.CancellationToken);

        Assert.Equal(text, Assert.Single(backend.Calls).Body);
    }

    private static string Between(string text, string start, string end) => text.Split(start)[1].Split(end)[0];
}
