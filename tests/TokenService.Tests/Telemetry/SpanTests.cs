using System.Diagnostics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Telemetry;

/// <summary>What a trace shows of renewals and API calls.</summary>
public sealed class SpanTests : IAsyncDisposable
{
    private const string OpenId = "oPlantedOpenIdOfTheUser00000";

    private readonly List<Activity> _spans = [];
    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;
    private readonly ActivityListener _listener;

    public SpanTests()
    {
        _replica = new Replica(new FakeTimeProvider(), _weChat);
        var source = _replica.Get<TokenSpans>().Source;
        _listener = new ActivityListener
        {
            ShouldListenTo = listened => listened == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_spans)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _replica.DisposeAsync();
    }

    [Fact]
    public async Task A_renewal_and_its_call_are_in_the_trace_of_the_caller_that_began_it()
    {
        using var caller = new Activity("caller").Start();
        await _replica.Api.GetUserInfoAsync(Some.Account(), OpenId, "zh_CN", Cancelled);

        await Eventually.HoldsAsync(() => Spans.Count == 3, "three spans ended", Cancelled);
        var renewal = Assert.Single(Spans, span => span.OperationName == TokenSpans.Renew);
        var issue = Assert.Single(Spans, span => span.OperationName == "POST /cgi-bin/stable_token");
        var call = Assert.Single(Spans, span => span.OperationName == "GET /cgi-bin/user/info");
        Assert.Equal((caller.SpanId, renewal.SpanId, caller.SpanId), (renewal.ParentSpanId, issue.ParentSpanId, call.ParentSpanId));
        Assert.Equal("issued", renewal.GetTagItem(TokenSpans.Result));
        Assert.Equal(0, call.GetTagItem(TokenSpans.ErrorCode));
        Assert.Equal("shop", call.GetTagItem(TokenSpans.Service));
        Assert.Equal("/cgi-bin/user/info", call.GetTagItem("url.path"));
        Assert.Equal(ActivityKind.Client, call.Kind);
    }

    [Fact]
    public async Task What_fails_says_why_in_a_word()
    {
        _weChat.When("/cgi-bin/stable_token", """{"errcode":40013,"errmsg":"invalid appid"}""");

        Some.ErrorOf(await _replica.Tokens.GetAsync(Some.Account(), Cancelled));

        await Eventually.HoldsAsync(() => Spans.Count == 2, "two spans ended", Cancelled);
        Assert.Equal([(ActivityStatusCode.Error, "40013"), (ActivityStatusCode.Error, "failed")],
            Spans.Select(span => (span.Status, span.StatusDescription)));
        Assert.Equal(40013, Spans[0].GetTagItem(TokenSpans.ErrorCode));
    }

    [Fact]
    public async Task Neither_token_nor_secret_nor_openid_is_in_a_span()
    {
        await _replica.Api.GetUserInfoAsync(Some.Account(), OpenId, "zh_CN", Cancelled);
        _weChat.When("/cgi-bin/user/info", $$"""{"errcode":40003,"errmsg":"invalid openid {{OpenId}}"}""");
        await _replica.Api.GetUserInfoAsync(Some.Account(), OpenId, "zh_CN", Cancelled);

        await Eventually.HoldsAsync(() => Spans.Count == 4, "four spans ended", Cancelled);
        var text = string.Join('\n', Spans.Select(
            span => $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events)}"));
        Assert.All(["TOKEN-1", Some.Secret, OpenId], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private List<Activity> Spans
    {
        get
        {
            lock (_spans)
            {
                return [.. _spans];
            }
        }
    }
}
