using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Tokens;

public sealed class TicketTests : IAsyncDisposable
{
    private const string Path = "/cgi-bin/ticket/getticket";

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedWeChat _weChat = new();
    private readonly SharedStore _shared;
    private readonly Replica _replica;

    public TicketTests()
    {
        _shared = new SharedStore(_clock);
        _replica = new Replica(_clock, _weChat, _shared);
        _weChat.When(
            Path, (call, _) => Task.FromResult(ScriptedWeChat.Json(TicketJson($"{call.Query("type")}-of-{call.Query("access_token")}"))));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IReadOnlyList<WeChatCall> TicketCalls => [.. _weChat.Calls.Where(call => call.Path == Path)];

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Theory]
    [InlineData(TokenKind.JsApiTicket, "jsapi-of-TOKEN-1")]
    [InlineData(TokenKind.WxCardTicket, "wx_card-of-TOKEN-1")]
    public async Task A_thousand_callers_cause_one_request(TokenKind kind, string ticket)
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(async () => await GetAsync(kind))));

        Assert.All(results, result => Assert.Equal(ticket, Some.Of(result).Value));
        Assert.Equal(HttpMethod.Get, Assert.Single(TicketCalls).Method);
        Assert.Single(_weChat.TokenCalls);
    }

    [Fact]
    public async Task Each_kind_is_kept_by_itself()
    {
        Assert.Equal("jsapi-of-TOKEN-1", Some.Of(await GetAsync(TokenKind.JsApiTicket)).Value);
        Assert.Equal("wx_card-of-TOKEN-1", Some.Of(await GetAsync(TokenKind.WxCardTicket)).Value);
        Assert.Equal("TOKEN-1", Some.Of(await GetAsync(TokenKind.AccessToken)).Value);
        Assert.Equal("jsapi-of-TOKEN-1", Some.Of(await GetAsync(TokenKind.JsApiTicket)).Value);

        Assert.Equal(2, TicketCalls.Count);
    }

    [Fact]
    public async Task Another_replica_reads_the_ticket_from_the_store()
    {
        await GetAsync(TokenKind.JsApiTicket);
        await using var other = new Replica(_clock, _weChat, _shared);

        var ticket = Some.Of(await other.Tokens.GetAsync(Some.Account(), TokenKind.JsApiTicket, Cancelled));

        Assert.Equal("jsapi-of-TOKEN-1", ticket.Value);
        Assert.Single(TicketCalls);
    }

    [Fact]
    public async Task A_refused_access_token_is_replaced_first()
    {
        _weChat.When(Path, (call, _) => Task.FromResult(ScriptedWeChat.Json(
            call.Query("access_token") == "TOKEN-1" ? """{"errcode":42001,"errmsg":"access_token expired"}""" : TicketJson("fresh"))));

        Assert.Equal("fresh", Some.Of(await GetAsync(TokenKind.JsApiTicket)).Value);
        Assert.Equal("TOKEN-2", Some.Of(await GetAsync(TokenKind.AccessToken)).Value);
    }

    [Fact]
    public async Task A_ticket_is_renewed_ahead_and_served_meanwhile()
    {
        await GetAsync(TokenKind.JsApiTicket);
        _clock.Advance(TimeSpan.FromSeconds(7200 - 239));
        _weChat.When(Path, TicketJson("second"));

        Assert.Equal("jsapi-of-TOKEN-1", Some.Of(await GetAsync(TokenKind.JsApiTicket)).Value);

        await Eventually.HoldsAsync(
            async () => Some.Of(await GetAsync(TokenKind.JsApiTicket)).Value == "second", "the ticket was renewed", Cancelled);
    }

    [Fact]
    public async Task A_refusal_is_not_asked_for_again_at_once()
    {
        _weChat.When(Path, """{"errcode":48001,"errmsg":"api unauthorized"}""");

        var first = Some.ErrorOf(await GetAsync(TokenKind.WxCardTicket));
        var second = Some.ErrorOf(await GetAsync(TokenKind.WxCardTicket));

        Assert.Equal((48001, ErrorClass.Permission), (first.ErrorCode, first.Class));
        Assert.NotNull(second.RetryAfter);
        Assert.Single(TicketCalls);
        Assert.Equal("TOKEN-1", Some.Of(await GetAsync(TokenKind.AccessToken)).Value);
    }

    [Theory]
    [InlineData("""{"errcode":0,"errmsg":"ok","expires_in":7200}""")]
    [InlineData("""{"errcode":0,"errmsg":"ok","ticket":"","expires_in":7200}""")]
    [InlineData("""{"errcode":0,"errmsg":"ok","ticket":"t","expires_in":5}""")]
    [InlineData("""{"access_token":"t","expires_in":7200}""")]
    public async Task An_answer_without_a_usable_ticket_is_an_error(string answer)
    {
        _weChat.When(Path, answer);

        Assert.Equal(
            "WeChat's answer holds no ticket with a usable expires_in.", Some.ErrorOf(await GetAsync(TokenKind.JsApiTicket)).Message);
    }

    [Fact]
    public async Task Without_the_store_a_ticket_comes_straight_from_WeChat()
    {
        _shared.Error = _ => throw new InvalidOperationException("away");

        Assert.Equal("jsapi-of-TOKEN-1", Some.Of(await GetAsync(TokenKind.JsApiTicket)).Value);
    }

    [Fact]
    public async Task A_ticket_that_does_not_come_ends_before_its_lease()
    {
        _weChat.WhenHangs("/cgi-bin/stable_token");
        _weChat.WhenHangs(Path);
        var startedAt = _clock.GetTimestamp();

        var result = await Some.WhileTimePassesAsync(_clock, GetAsync(TokenKind.JsApiTicket).AsTask(), Cancelled);

        Assert.Equal(ErrorClass.Busy, Some.ErrorOf(result).Class);
        Assert.InRange(_clock.GetElapsedTime(startedAt), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_service_without_a_secret_is_told_what_is_missing()
    {
        var error = Some.ErrorOf(await _replica.Tokens.GetAsync(Some.Account(secret: ""), TokenKind.JsApiTicket, Cancelled));

        Assert.Equal("The service 'shop' has no AppSecret, so WeChat gives it no jsapi ticket. Set the AppSecret.", error.Message);
        Assert.Empty(_weChat.Calls);
    }

    [Fact]
    public async Task No_ticket_is_logged_and_the_kind_is_counted()
    {
        await GetAsync(TokenKind.JsApiTicket);

        Assert.Contains(
            _replica.Logs.Lines, line => line.Contains("The jsapi ticket of service 'shop' is renewed", StringComparison.Ordinal));
        Assert.Contains("wxgateway.tokens.renewals service=shop kind=jsapi_ticket result=issued", _replica.Metrics.All);
        Assert.DoesNotContain(_replica.Logs.Lines, line => line.Contains("TOKEN-1", StringComparison.Ordinal)
            || line.Contains(Some.Secret, StringComparison.Ordinal));
    }

    private ValueTask<WeChatResult<Token>> GetAsync(TokenKind kind) => _replica.Tokens.GetAsync(Some.Account(), kind, Cancelled);

    private static string TicketJson(string ticket) => $$"""{"errcode":0,"errmsg":"ok","ticket":"{{ticket}}","expires_in":7200}""";
}
