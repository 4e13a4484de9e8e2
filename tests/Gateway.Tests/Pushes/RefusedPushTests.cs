using System.Globalization;
using System.Net;
using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>What bad input gets: a status, an empty body, one counted outcome, and a backend that never hears of it.</summary>
public sealed class RefusedPushTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string, PushOptions, string> Forgeries()
    {
        var stale = DateTimeOffset.UtcNow.AddMinutes(-6).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var future = DateTimeOffset.UtcNow.AddMinutes(6).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var cases = new TheoryData<string, PushOptions, string>
        {
            { TestRig.Plain, new PushOptions { Signature = "0123456789012345678901234567890123456789" }, "Forged" },
            { TestRig.Plain, new PushOptions { Signature = "" }, "Forged" },
            { TestRig.Plain, new PushOptions { Token = "another" }, "Forged" },
            { TestRig.Plain, new PushOptions { Timestamp = stale }, "Stale" },
            { TestRig.Plain, new PushOptions { Timestamp = future }, "Stale" },
            { TestRig.Plain, new PushOptions { Timestamp = "soon" }, "Stale" },
            { TestRig.Safe, new PushOptions { Encryption = EncryptionMode.Plaintext }, "Forged" },
            { TestRig.Compatible, new PushOptions { Encryption = EncryptionMode.Plaintext }, "Forged" },
            { TestRig.Safe, new PushOptions { MsgSignature = "0123456789012345678901234567890123456789" }, "Forged" },
            { TestRig.Safe, new PushOptions { MsgSignature = "" }, "Forged" },
            { TestRig.Safe, new PushOptions { TampersAfterSigning = true }, "Forged" },
            { TestRig.Safe, new PushOptions { ReceiverId = "wxother" }, "Forged" },
            { TestRig.Safe, new PushOptions { ReceiverId = "" }, "Forged" },
            { TestRig.Safe, new PushOptions { EncodingAesKey = "0123456789012345678901234567890123456789012" }, "Forged" },
            { TestRig.Safe, new PushOptions { Timestamp = stale }, "Stale" },
            { TestRig.Json, new PushOptions { TampersAfterSigning = true }, "Forged" },
        };
        foreach (var flaw in Enum.GetValues<CipherFlaw>().Where(flaw => flaw != CipherFlaw.None))
        {
            cases.Add(TestRig.Safe, new PushOptions { Flaw = flaw }, "Forged");
            cases.Add(TestRig.Json, new PushOptions { Flaw = flaw }, "Forged");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Forgeries), DisableDiscoveryEnumeration = true)]
    public async Task A_push_whose_origin_is_not_proven_is_forbidden(string appId, PushOptions options, string outcome)
        => await IsRefusedAsync(appId, PushedMessage.Text("hi"), options, HttpStatusCode.Forbidden, outcome);

    [Fact]
    public async Task A_plaintext_push_to_another_account_is_forbidden_where_the_original_id_is_known()
    {
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken, ($"Services:{TestRig.Plain}:OriginalId", "gh_mine"));

        var result = await rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi") with { ToUser = "gh_other" });

        Assert.Equal(403, result.Last.Status);
        Assert.Empty(rig.Backend.Calls);
    }

    [Fact]
    public async Task A_plaintext_signature_is_good_for_one_body_only()
    {
        var options = new PushOptions
        {
            Nonce = "n1",
            Timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
        };
        var message = PushedMessage.Text("mine") with { CreatedAt = DateTimeOffset.UtcNow };

        var first = await _rig.PushAsync(TestRig.Plain, message, options);
        var again = await _rig.PushAsync(TestRig.Plain, message, options);
        var other = await _rig.PushAsync(TestRig.Plain, PushedMessage.Text("forged"), options);

        Assert.True(first.IsAnswered);
        Assert.True(again.IsAnswered);
        Assert.Equal(403, other.Last.Status);
        Assert.Single(_rig.Backend.Calls);
        Assert.Equal(1, _rig.Outcomes[TestRig.Plain, "Forged"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<xml>")]
    [InlineData("<xml><a></xml></a>")]
    [InlineData("<!DOCTYPE xml [<!ENTITY a \"b\">]><xml>&a;</xml>")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE xml SYSTEM \"http://127.0.0.1:1/x.dtd\"><xml/>")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    public async Task A_body_that_is_no_message_is_a_bad_request(string body)
    {
        await IsRefusedAsync(TestRig.Plain, PushedMessage.Raw(body), new PushOptions(), HttpStatusCode.BadRequest, "Malformed");
        await IsRefusedAsync(TestRig.Safe, PushedMessage.Raw(body), new PushOptions(), HttpStatusCode.BadRequest, "Malformed");
    }

    [Fact]
    public async Task An_envelope_that_is_not_XML_is_a_bad_request()
        => await IsRefusedAsync(
            TestRig.Safe, PushedMessage.Text("hi"), new PushOptions { Body = "<xml><Encrypt>" }, HttpStatusCode.BadRequest, "Malformed");

    [Fact]
    public async Task An_encrypted_push_without_ciphertext_is_forbidden()
        => await IsRefusedAsync(TestRig.Safe, PushedMessage.Text("hi"), new PushOptions { Body = "<xml><ToUserName>gh</ToUserName></xml>" },
            HttpStatusCode.Forbidden, "Forged");

    [Fact]
    public async Task Structure_beyond_the_limits_is_a_bad_request()
    {
        var deep = "<xml>" + string.Concat(Enumerable.Repeat("<a>", 32)) + string.Concat(Enumerable.Repeat("</a>", 32)) + "</xml>";
        var wide = $"<xml>{string.Concat(Enumerable.Repeat("<a/>", 4096))}</xml>";

        await IsRefusedAsync(TestRig.Plain, PushedMessage.Raw(deep), new PushOptions(), HttpStatusCode.BadRequest, "Malformed");
        await IsRefusedAsync(TestRig.Plain, PushedMessage.Raw(wide), new PushOptions(), HttpStatusCode.BadRequest, "Malformed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused_as_such(bool isChunked)
    {
        var body = $"<xml><a>{new string('x', 256 * 1024)}</a></xml>";
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "text/xml");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(_rig.Gateway.Address, "/" + TestRig.Plain))
        { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_rig.Backend.Calls);
        Assert.Equal(1, _rig.Outcomes[TestRig.Plain, "TooLarge"]);
    }

    [Fact]
    public async Task The_largest_message_is_taken()
    {
        var result = await _rig.PushAsync(TestRig.Plain, PushedMessage.Text(new string('x', 250 * 1024)));

        Assert.True(result.IsAnswered, result.Last.Problem);
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/", HttpStatusCode.NotFound)]
    [InlineData("POST", "/wxplain/below", HttpStatusCode.NotFound)]
    [InlineData("POST", "/wxplainer", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/wxplain", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/wxplain", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/wxplain", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/wxplain?echostr=x", HttpStatusCode.Forbidden)]
    public async Task What_is_no_push_gets_a_status_and_an_empty_body(string method, string path, HttpStatusCode status)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_rig.Gateway.Address, path));

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("key")]
    public async Task While_a_key_is_being_rotated_both_are_taken(string what)
    {
        const string NewKey = "0123456789012345678901234567890123456789012";
        var service = $"Services:{TestRig.Safe}";
        await using var rig = what == "token"
            ? await TestRig.StartAsync(TestContext.Current.CancellationToken, ($"{service}:Token", "token-new"),
                ($"{service}:PreviousToken", "token-" + TestRig.Safe))
            : await TestRig.StartAsync(TestContext.Current.CancellationToken, ($"{service}:EncodingAesKey", NewKey),
                ($"{service}:PreviousEncodingAesKey", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"));
        rig.Backend.Answers("""{"msg":"ok"}""");

        // The simulator opens the reply with the key that it sealed the push with: the gateway must answer with the same.
        var before = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("one"));
        var account = rig.Accounts[TestRig.Safe];
        (account.Token, account.EncodingAesKey) = what == "token" ? ("token-new", account.EncodingAesKey) : (account.Token, NewKey);
        var after = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("two"));

        Assert.Equal("ok", before.Reply?["Content"]);
        Assert.Equal("ok", after.Reply?["Content"]);
    }

    [Fact]
    public async Task Only_the_encrypted_part_of_a_compatible_push_is_believed()
    {
        await _rig.PushAsync(
            TestRig.Compatible, PushedMessage.Text("true"), new PushOptions { VisibleMessage = PushedMessage.Text("lie") });

        Assert.Equal("true", _rig.Backend.OnlyCall.Json.GetProperty("Content").GetString());
    }

    private async Task IsRefusedAsync(string appId, PushedMessage message, PushOptions options, HttpStatusCode status, string outcome)
    {
        var before = _rig.Outcomes[appId, outcome];
        var all = _rig.Outcomes.Of(appId);

        var result = await _rig.PushAsync(appId, message, options);

        Assert.Equal((int)status, result.Last.Status);
        Assert.Equal("", result.Last.Body);
        Assert.Empty(_rig.Backend.Calls);
        Assert.Equal(before + 1, _rig.Outcomes[appId, outcome]);
        Assert.Equal(all + 1, _rig.Outcomes.Of(appId));
    }
}
