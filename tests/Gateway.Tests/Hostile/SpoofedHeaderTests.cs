namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// Headers by which a client would pass for the gateway: no spelling of them reaches a backend, with pushes or with redirects, and none
/// takes ours away.
/// </summary>
public sealed class SpoofedHeaderTests(HostileRig rig) : IClassFixture<HostileRig>
{
    private const string Forged = "forged-by-a-client";

    private static readonly string[] Ours =
    [
        "X-WeChat-Service", "X-WeChat-AppId", "X-WeChat-Message-Id", "X-WeChat-Attempt", "X-WeChat-Started", "X-WeChat-Anything",
        "User-Id", "User-Openid", "User-Unionid", "User-Extra", "User-Mobile", "User-App", "User-Token",
    ];

    public static TheoryData<string> Spellings() =>
    [
        .. Ours.SelectMany(name => new[]
        {
            name, name.ToLowerInvariant(), name.ToUpperInvariant(), Mixed(name), name.Replace('-', '_'),
                name.ToLowerInvariant().Replace('-', '_'), Mixed(name).Replace('-', '_'),

            // lighttpd and older CGI servers make an underscore of whatever is no letter or digit.
            name.Replace('-', '.'), name.Replace('-', '~'), name.Replace('-', '!'),
        }).Distinct(StringComparer.Ordinal),
        "X_WeChat-Service", "x-wechat_service",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task No_spelling_of_our_headers_passes(string name)
    {
        var calls = rig.Backend.Calls.Count;

        var push = await rig.SendAsync(
            SignedPush.Plaintext(SignedPush.Text("hi")).To("/" + HostileRig.Plain, $"{name}: {Forged}", "Connection: close"));
        var redirect = await rig.SendAsync(
            $"GET /plain/redirect?state=s HTTP/1.1\r\nHost: wx.example.com\r\n{name}: {Forged}\r\nConnection: close\r\n\r\n");

        Assert.Equal([200], push.Statuses);
        Assert.Equal([200], redirect.Statuses);
        Assert.Equal(calls + 2, rig.Backend.Calls.Count);
        Assert.All(rig.Backend.Calls.Skip(calls), call =>
        {
            Assert.DoesNotContain(call.Headers, header => header.Value.ToString().Contains(Forged, StringComparison.Ordinal));
            Assert.Equal(HostileRig.Plain, call.Headers["X-WeChat-Service"].ToString());
            Assert.Equal(SignedPush.AppId, call.Headers["X-WeChat-AppId"].ToString());
        });
    }

    [Theory]
    [InlineData(
        "Connection: close, X-WeChat-Service, X-WeChat-AppId, X-WeChat-Message-Id, X-WeChat-Attempt, Content-Type, Content-Length, Host, " +
            "traceparent")]
    [InlineData("Connection: close, x-wechat-service,x_wechat_appid\r\nConnection: X-WeChat-Message-Id")]
    [InlineData("Connection: close\r\nProxy-Connection: X-WeChat-Service\r\nKeep-Alive: X-WeChat-Service")]
    [InlineData("Connection: close\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nAccept-Encoding: gzip")]
    public async Task No_header_takes_ours_away(string headers)
    {
        var calls = rig.Backend.Calls.Count;

        var push = await rig.SendAsync(SignedPush.Plaintext(SignedPush.Text("hi")).To("/" + HostileRig.Plain, headers));
        var redirect = await rig.SendAsync($"GET /plain/redirect?state=s HTTP/1.1\r\nHost: wx.example.com\r\n{headers}\r\n\r\n");

        Assert.Equal([200], push.Statuses);
        Assert.Equal([200], redirect.Statuses);
        Assert.All(rig.Backend.Calls.Skip(calls), call =>
        {
            Assert.Equal(HostileRig.Plain, call.Headers["X-WeChat-Service"].ToString());
            Assert.Equal(SignedPush.AppId, call.Headers["X-WeChat-AppId"].ToString());
            Assert.Equal("application/json; charset=utf-8", call.Headers.ContentType.ToString());
            Assert.Equal(call.Body.Length, call.Headers.ContentLength);
            Assert.False(call.Headers.ContainsKey("Content-Encoding"));
            Assert.False(call.Headers.ContainsKey("Connection"));
        });
        Assert.Equal("1", rig.Backend.Calls[calls].Headers["X-WeChat-Attempt"].ToString());
        Assert.True(rig.Backend.Calls[calls].Headers.ContainsKey("X-WeChat-Message-Id"));
    }

    private static string Mixed(string name)
        => string.Concat(name.Select((letter, index) => index % 2 == 0 ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));
}
