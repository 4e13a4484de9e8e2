using System.Text.Json;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// Messages that say who and what they are more than once, or with what has a meaning of its own in a path, a header, a log or an address.
/// </summary>
public sealed class AmbiguousMessageTests(HostileRig rig) : IClassFixture<HostileRig>
{
    [Fact]
    public async Task Of_elements_that_are_there_twice_the_first_counts_for_ledger_path_and_reply_and_the_backend_gets_both()
    {
        var (first, second) = (SignedPush.NewId(), SignedPush.NewId());
        var calls = rig.Backend.Calls.Count;

        var answers = await PushAsync(
            $"<xml>{Twice("ToUserName", "gh_1", "gh_2")}{Twice("FromUserName", "o1", "o2")}{Twice("MsgType", "text", "event")}"
            + $"{Twice("Event", "a", "b")}{Twice("MsgId", $"{first}", $"{second}")}<A>1</A></xml>");
        var again = await PushAsync($"<xml>{Twice("FromUserName", "o1", "o3")}<MsgType>text</MsgType><MsgId>{first}</MsgId></xml>");

        Assert.Contains(
            "<ToUserName><![CDATA[o1]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName>", answers.Text, StringComparison.Ordinal);
        Assert.Equal([200], again.Statuses);
        Assert.Equal(calls + 1, rig.Backend.Calls.Count);
        var call = rig.Backend.Calls[calls];
        Assert.Equal("/msg/text", call.Path);
        Assert.Equal($"{first}", call.Headers["X-WeChat-Message-Id"].ToString());
        Assert.Equal("""["o1","o2"]""", call.Json.GetProperty("FromUserName").GetRawText());
        Assert.Equal("""["text","event"]""", call.Json.GetProperty("MsgType").GetRawText());
    }

    [Theory]
    [InlineData("../../admin", "", "1\r\nX-Evil: y")]
    [InlineData("%2e%2e%2fadmin", "", "1\n2")]
    [InlineData("text/../../admin", "", "../../1")]
    [InlineData("text\r\nX-Evil: y", "", "\u0001")]
    [InlineData("text?x=1#y", "", "1 2")]
    [InlineData("text HTTP/1.1", "", "一")]
    [InlineData("event", "../../admin", "\u2028")]
    [InlineData("event", "a\\..\\admin", "\u001b[2J")]
    [InlineData("event", "a\r\nX-Evil: y", "")]
    [InlineData("event", "//evil.example", "\0")]
    [InlineData("event", "a\0b", "11111111111111111111111111111111111111111111111111111111111111111")]
    public async Task What_has_a_meaning_in_a_path_or_a_header_has_none_there(string type, string name, string id)
    {
        var calls = rig.Backend.Calls.Count;

        // In a JSON service every character gets through, also those that XML has no reference for.
        var answers = await PushAsync(
            JsonSerializer.Serialize(new
            {
                MsgType = type,
                Event = name,
                MsgId = id,
                FromUserName = "o\r\nX-Evil: " + HostileRig.Mark,
                ToUserName = "gh",
                Planted = Guid.NewGuid()
            }), nonce: $"{SignedPush.NewNonce()}\r\nX-Evil: y");

        Assert.Equal([200], answers.Statuses);
        var call = rig.Backend.Calls[calls];
        Assert.Equal(type == "event" ? "/event/unknown" : "/msg/unknown", call.Path);
        Assert.Equal("", call.Query);
        Assert.Matches("^([0-9a-f]{32}|\\.\\./\\.\\./1)$", call.Headers["X-WeChat-Message-Id"].ToString());
        Assert.False(call.Headers.ContainsKey("X-Evil"));
        Assert.DoesNotContain(
            "\r\nX-Evil", answers.Text[..answers.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Logs.Lines, line => line.Contains("X-Evil", StringComparison.Ordinal)
            || line.Contains("admin", StringComparison.Ordinal) || line.Contains('\u001b', StringComparison.Ordinal));
        await rig.IsUnharmedAsync();
    }

    [Fact]
    public async Task The_echo_of_a_URL_check_is_never_a_page()
    {
        // The signature of a push in clear covers no body, and so it covers no echo either.
        var query = SignedPush.Plaintext([]).Query + "&echostr=" + Uri.EscapeDataString("<script>alert(1)</script>\r\nX-Evil: y");

        var answers = await rig.SendAsync($"GET /plain?{query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Equal([200], answers.Statuses);
        Assert.Contains("Content-Type: text/plain; charset=utf-8\r\n", answers.Text, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff\r\n", answers.Text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n<script>alert(1)</script>\r\nX-Evil: y", answers.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_backend_replies_ends_no_element_and_no_text()
    {
        rig.Backend.Answers("""{"type":"news","articles":[{"title":"]]></Title><Url>x</Url>","desc":"<![CDATA[ \u0000\ud83d\ude00","picUrl":"\r\nX-Evil: y","url":"&a;<!DOCTYPE x>"}]}""");

        var answers = await PushAsync($"<xml><MsgType>text</MsgType><MsgId>{SignedPush.NewId()}</MsgId></xml>");

        rig.Backend.Answers("""{"msg":"ok"}""");
        var item = System.Xml.Linq.XElement.Parse(answers.Text[(answers.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).Element(
            "Articles")!.Element("item")!;
        Assert.Equal(["]]></Title><Url>x</Url>", "\r\nX-Evil: y".ReplaceLineEndings("\n"), "&a;<!DOCTYPE x>"],
            new[] { "Title", "PicUrl", "Url" }.Select(name => item.Element(name)!.Value));
        Assert.Equal(4, item.Elements().Count());
    }

    private static string Twice(string name, string first, string second) => $"<{name}>{first}</{name}><{name}>{second}</{name}>";

    private Task<RawAnswers> PushAsync(string body, string? nonce = null)
        => rig.SendAsync(SignedPush.Plaintext(SignedPush.Utf8(body), nonce: nonce).To("/plain", "Connection: close"));
}
