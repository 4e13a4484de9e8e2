using WxYarpGateway.Simulator.Commands;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Commands;

public sealed class PushCommandTests : IDisposable
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Reply =
        "<xml><ToUserName>o1</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime>"
        + "<MsgType>text</MsgType><Content>welcome</Content></xml>";

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_valid_answer_is_printed_opened_and_exits_with_0()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers(Reply));
        var exitCode = await RunAsync(
            "push", "--url", $"{gateway.Url}", "--token", "s3cret-token", "--text", "hello", "--from", "o1", "--to", "gh_1");

        Assert.Equal((0, ""), (exitCode, _error.ToString()));
        Assert.Contains($"POST  {gateway.Url}?signature=", Output, StringComparison.Ordinal);
        Assert.Contains("<Content><![CDATA[hello]]></Content>", Output, StringComparison.Ordinal);
        Assert.Matches(@"Delivery 1   200   \d+\.\d{3} s   answered", Output);
        Assert.Matches(@"Content\s+welcome", Output);
        Assert.DoesNotContain("s3cret-token", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_the_push_is_safe_and_the_key_is_not_printed()
    {
        await using var gateway = await ScriptedGateway.StartAsync((context, push) =>
        {
            var encrypt = new EnvelopeCipher(Key).Seal(Reply, "wx1");
            var signature = Signature.Of("t", "1", "2", encrypt);
            return context.Response.WriteAsync(
                $"<xml><Encrypt>{encrypt}</Encrypt><MsgSignature>{signature}</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>");
        });
        var exitCode = await RunAsync(
            "push", "--url", $"{gateway.Url}", "--token", "t", "--aes-key", Key, "--app-id", "wx1", "--event", "subscribe", "--event-key",
            "qrscene_1", "--from", "o1", "--to", "gh_1");

        Assert.Equal(0, exitCode);
        Assert.Equal("aes", Assert.Single(gateway.Received).Query["encrypt_type"]);
        Assert.Contains("Reply (encrypted, opened)", Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mode_overrides_the_key()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        var exitCode = await RunAsync(
            "push", "--url", $"{gateway.Url}", "--token", "t", "--aes-key", Key, "--app-id", "wx1", "--mode", "plaintext", "--json",
            "--image", "m1");

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("encrypt_type", Assert.Single(gateway.Received).Query.Keys);
        Assert.Contains("Reply: success; the user sees nothing.", Output, StringComparison.Ordinal);
        Assert.StartsWith("{", gateway.Received[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_signature_exits_with_1_and_says_what_to_check()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("", 403));
        var exitCode = await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--text", "hello");

        Assert.Equal(1, exitCode);
        Assert.Contains("The gateway refused the signature: check", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("The user sees: 该公众号提供的服务出现故障", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_exits_with_1_after_four_deliveries()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        var exitCode = await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--text", "hello", "--timeout", "0.1");

        Assert.Equal(1, exitCode);
        Assert.Contains("Delivery 4   —", Output, StringComparison.Ordinal);
        Assert.Contains("within 0.1 s", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_are_as_many_as_wished_and_go_to_every_url_in_turn()
    {
        await using var first = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);
        await using var second = await ScriptedGateway.StartAsync(ScriptedGateway.Hangs);

        await RunAsync(
            "push", "--url", $"{first.Url}", "--url", $"{second.Url}", "--token", "t", "--text", "hello", "--timeout", "0.1",
            "--deliveries", "3");

        Assert.Equal((2, 1), (first.Received.Count, second.Received.Count));
        Assert.Contains(second.Url.Authority, Output.Split("Delivery 2")[1].Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync("push", "--url", $"{first.Url}", "--token", "t", "--text", "hello", "--deliveries", "0"));
    }

    [Fact]
    public async Task A_notice_and_a_result_object_are_printed()
    {
        const string news = "news</MsgType><ArticleCount>2</ArticleCount><Articles>"
            + "<item><Title>1</Title></item><item><Title>2</Title></item></Articles>";
        await using var gateway = await ScriptedGateway.StartAsync(
            ScriptedGateway.Answers("<xml><ErrCode>0</ErrCode></xml>"),
            ScriptedGateway.Answers(Reply.Replace("text</MsgType><Content>welcome</Content>", news, StringComparison.Ordinal)),
            ScriptedGateway.Answers(Reply));

        Assert.Equal(0, await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--event", "xpay_goods_deliver_notify"));
        Assert.Contains("Result object, which no user sees", Output, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--text", "a", "--from", "o1", "--to", "gh_1"));
        Assert.Contains("WeChat shows only the first", Output, StringComparison.Ordinal);
        Assert.Equal(
            1,
            await RunAsync(
                "push", "--url", $"{gateway.Url}", "--token", "t", "--text", "a", "--from", "o1", "--to", "gh_1", "--mini-program"));
        Assert.Contains("A mini program may reply", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_comes_with_its_fields_and_numbers_as_wished()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));

        Assert.Equal(0, await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--json", "--sample", "channels_ec_order_new"));
        Assert.Equal(
            0,
            await RunAsync(
                "push", "--url", $"{gateway.Url}", "--token", "t", "--json", "--sample", "channels_ec_order_new", "--numbers-as-text"));
        Assert.EndsWith("\"order_info\":{\"order_id\":3705115058471208928}}", gateway.Received[0].Body, StringComparison.Ordinal);
        Assert.EndsWith("\"order_info\":{\"order_id\":\"3705115058471208928\"}}", gateway.Received[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_events_with_samples_are_listed_one_a_line()
    {
        Assert.Equal(0, await RunAsync("events"));
        Assert.Contains("channels_ec_order_new", Output.Split(Environment.NewLine));
    }

    [Fact]
    public async Task A_file_is_pushed_byte_for_byte()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "<xml><MsgType>odd</MsgType>\r\n</xml>", TestContext.Current.CancellationToken);
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers(""));
        var exitCode = await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--file", file);
        File.Delete(file);

        Assert.Equal(0, exitCode);
        Assert.Equal("<xml><MsgType>odd</MsgType>\r\n</xml>", Assert.Single(gateway.Received).Body);
    }

    [Fact]
    public async Task Verification_alone_sends_no_message()
    {
        await using var gateway = await ScriptedGateway.StartAsync((context, push) => context.Response.WriteAsync(push.Query["echostr"]));

        Assert.Equal(0, await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--verify"));
        Assert.Equal("GET", Assert.Single(gateway.Received).Method);
        Assert.Contains("the echostr came back exactly", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_verification_sends_no_message_and_exits_with_1()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("hello"));

        Assert.Equal(1, await RunAsync("push", "--url", $"{gateway.Url}", "--token", "t", "--verify", "--text", "hi"));
        Assert.Equal("GET", Assert.Single(gateway.Received).Method);
        Assert.Contains("must be the echostr", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("push", "--token", "t", "--text", "x")]
    [InlineData("push", "--url", "http://a/", "--text", "x")]
    [InlineData("push", "--url", "ftp://a/", "--token", "t", "--text", "x")]
    [InlineData("push", "--url", "http://a/", "--token", "t")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--event", "y")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--event-key", "y")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--mode", "safe")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--mode", "bogus")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--aes-key", Key)]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--mode", "bogus", "--aes-key", Key, "--app-id", "wx1")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--timeout", "0")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--text", "x", "--timeout", "soon")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--file", "/no/such/file")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--sample", "merry_christmas")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--sample", "SCAN", "--event", "SCAN")]
    [InlineData("push", "--url", "http://a/", "--token", "t", "--event", "SCAN", "--numbers-as-text")]
    [InlineData("pull")]
    [InlineData]
    public async Task Wrong_arguments_exit_with_2_and_a_sentence(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.NotEmpty(_error.ToString());
    }

    [Fact]
    public async Task Without_a_verb_it_says_which_there_are_and_how_to_begin()
    {
        Assert.Equal(2, await RunAsync());
        Assert.All(
            ["serve ", "push ", "events ", "dotnet run --project src/Simulator -- serve"],
            word => Assert.Contains(word, _error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_is_described_without_being_shown()
    {
        Assert.Equal(
            2,
            await RunAsync("push", "--url", "http://a/", "--token", "t", "--text", "x", "--app-id", "wx1", "--aes-key", "TooShortSecret"));
        Assert.Contains("must have 43 characters; it has 14", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("TooShortSecret", _error.ToString() + Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private string Output => _output.ToString();

    private Task<int> RunAsync(params string[] arguments) =>
        new SimulatorCommands(_output, _error).RunAsync(arguments, TestContext.Current.CancellationToken);
}
