using System.Text;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Api;

public sealed class WeChatApiPostsTests : IAsyncDisposable
{
    private const string Json = """{"a":"你好 😀 <&>"}""";

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;

    public WeChatApiPostsTests()
    {
        _replica = new Replica(_clock, _weChat);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Each call by its path, and how often it is sent to a WeChat that does not answer.</summary>
    public static TheoryData<string, int> Calls() => new()
    {
        { "/cgi-bin/qrcode/create", 3 },
        { "/cgi-bin/qrcode/create for ever", 1 },
        { "/cgi-bin/shorturl", 3 },
        { "/cgi-bin/message/template/send", 1 },
        { "/channels/ec/order/get", 3 },
        { "/channels/ec/aftersale/getaftersaleorder", 3 },
    };

    public static TheoryData<string> Names() => new(Calls().Select(row => row.Data.Item1));

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_body_goes_out_and_the_answer_comes_back_byte_for_byte(string call)
    {
        const string Answer = """{ "errcode":0,"id":9007199254740993 }""";
        _weChat.When(call.Split(' ')[0], Answer);

        var result = await SendAsync(call);

        Assert.True(result.TryGet(out var json, out _));
        Assert.Equal(Answer, Encoding.UTF8.GetString(json.Span));
        Assert.Equal((HttpMethod.Post, Json, "TOKEN-1"),
            (_weChat.Calls[^1].Method, _weChat.Calls[^1].Body, _weChat.Calls[^1].Query("access_token")));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_repeated_only_where_that_does_no_harm(string call, int tries)
    {
        var path = call.Split(' ')[0];
        _weChat.When(path, (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError));

        var result = await Some.WhileTimePassesAsync(_clock, SendAsync(call).AsTask(), Cancelled);

        Assert.False(result.TryGet(out _, out var error));
        Assert.True(error.IsUnanswered);
        Assert.Equal(tries, _weChat.Calls.Count(sent => sent.Path == path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_rejected_token_is_replaced_and_the_call_sent_again(string call)
    {
        var path = call.Split(' ')[0];
        _weChat.WhenInTurn(path, """{"errcode":40014,"errmsg":"invalid access_token"}""", """{"errcode":0}""");

        Assert.True((await SendAsync(call)).TryGet(out _, out _));
        Assert.Equal(["TOKEN-1", "TOKEN-2"], _weChat.Calls.Where(sent => sent.Path == path).Select(sent => sent.Query("access_token")));
    }

    [Fact]
    public async Task The_user_of_a_template_message_is_kept_out_of_its_error()
    {
        _weChat.When("/cgi-bin/message/template/send", """{"errcode":40003,"errmsg":"invalid openid oSomebody-0123456789"}""");

        (await SendAsync("/cgi-bin/message/template/send")).TryGet(out _, out var error);

        Assert.Equal("WeChat answered errcode 40003 ('invalid openid ***').", error?.Message);
    }

    private ValueTask<WeChatResult<ReadOnlyMemory<byte>>> SendAsync(string call)
    {
        var account = Some.Account();
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(Json);
        return call switch
        {
            "/cgi-bin/qrcode/create" => _replica.Api.CreateQrCodeAsync(account, body, isPermanent: false, Cancelled),
            "/cgi-bin/qrcode/create for ever" => _replica.Api.CreateQrCodeAsync(account, body, isPermanent: true, Cancelled),
            "/cgi-bin/shorturl" => _replica.Api.ShortenUrlAsync(account, body, Cancelled),
            "/cgi-bin/message/template/send" => _replica.Api.SendTemplateMessageAsync(account, "oSomebody-0123456789", body, Cancelled),
            "/channels/ec/order/get" => _replica.Api.GetChannelsOrderAsync(account, body, Cancelled),
            _ => _replica.Api.GetChannelsRefundAsync(account, body, Cancelled),
        };
    }
}
