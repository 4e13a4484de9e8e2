using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Gateways;

/// <summary>Whatever a gateway answers, or whoever sits there instead, the console goes on.</summary>
public sealed class GatewayClientTests : IAsyncLifetime
{
    private FakeGateway _gateway = null!;
    private ServiceProvider _services = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private GatewayFleet Fleet => _services.GetRequiredService<GatewayFleet>();

    private GatewayClient Client => Fleet.Gateways[0];

    [Fact]
    public async Task A_body_is_sent_in_snake_case_with_the_key_and_the_version()
    {
        _gateway.AnswerWith("/rules/shop", context =>
        {
            context.Response.Headers.ETag = "\"2\"";
            return context.Response.WriteAsync($$"""{"seen":"{{context.Request.Headers.IfMatch.ToString().Trim('"')}}"}""");
        });

        var answer = await Client.SendAsync<JsonElement>(
            new GatewayCall(HttpMethod.Put, GatewayPath.Of("rules", "shop")) { Body = new { IsEnabled = true }, IfMatch = "\"1\"" }, Cancelled);

        Assert.Equal("1", answer.Value.GetProperty("seen").GetString());
        Assert.Equal("\"2\"", answer.ETag);
        var asked = Assert.Single(_gateway.Asked);
        Assert.Equal(("PUT", """{"is_enabled":true}""", "Bearer a-key"), (asked.Method, asked.Body, asked.Authorization));
    }

    [Theory]
    [InlineData(400, GatewayErrorKind.Refused)]
    [InlineData(401, GatewayErrorKind.WrongKey)]
    [InlineData(403, GatewayErrorKind.NotAllowed)]
    [InlineData(404, GatewayErrorKind.NotFound)]
    [InlineData(412, GatewayErrorKind.Changed)]
    [InlineData(503, GatewayErrorKind.Unavailable)]
    [InlineData(302, GatewayErrorKind.Unreadable)]
    public async Task An_error_says_what_the_gateway_says(int status, GatewayErrorKind kind)
    {
        _gateway.Answer("/x", """{"errcode":-70400,"errmsg":"No.","hint":"Do this.","errors":[{"path":"a.b","problem":"is bad"}]}""", status);

        var answer = await Client.GetAsync<JsonElement>(GatewayPath.Of("x"), Cancelled);

        Assert.Equal((kind, -70400, "No.", "Do this."), (answer.Error!.Kind, answer.Error.Errcode, answer.Error.Detail, answer.Error.Hint));
        Assert.Equal(new RequestProblem("a.b", "is bad"), Assert.Single(answer.Error.Problems));
        Assert.DoesNotContain("a-key", answer.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_does_not_carry_the_key_away()
    {
        await using var thief = await FakeGateway.StartAsync(Cancelled);
        _gateway.AnswerWith("/x", context =>
        {
            context.Response.Redirect(new Uri(thief.Url, "/x").AbsoluteUri);
            return Task.CompletedTask;
        });

        var answer = await Client.GetAsync<JsonElement>(GatewayPath.Of("x"), Cancelled);

        Assert.Equal(GatewayErrorKind.Unreadable, answer.Error!.Kind);
        Assert.Empty(thief.Asked);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_cut()
    {
        _gateway.AnswerWith("/x", async context =>
        {
            var chunk = new byte[64 * 1024];
            Array.Fill(chunk, (byte)' ');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });

        var answer = await Client.GetAsync<JsonElement>(GatewayPath.Of("x"), Cancelled);

        Assert.Equal(GatewayErrorKind.TooLarge, answer.Error!.Kind);
    }

    [Fact]
    public async Task A_gateway_that_says_nothing_is_late()
    {
        _gateway.AnswerWith("/x", context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var answer = await Client.SendAsync<JsonElement>(
            GatewayCall.Get(GatewayPath.Of("x")) with { Limit = TimeSpan.FromMilliseconds(200) }, Cancelled);

        Assert.Equal(GatewayErrorKind.Late, answer.Error!.Kind);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("""{"minutes":null}""")]
    [InlineData("")]
    public async Task An_answer_that_breaks_the_contract_is_unreadable(string body)
    {
        _gateway.Answer("/x", body);

        var answer = await Client.GetAsync<Console.Gateways.Overviews.ServiceMinutes>(GatewayPath.Of("x"), Cancelled);

        Assert.Equal(GatewayErrorKind.Unreadable, answer.Error!.Kind);
    }

    [Fact]
    public async Task What_breaks_off_is_not_asked_of_the_next_gateway_when_it_changes_something()
    {
        await using var next = await FakeGateway.StartAsync(Cancelled);
        next.Answer("/x", "{}");
        _gateway.AnswerWith("/x", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var services = Fleets.Of(TimeProvider.System, new Uri("http://127.0.0.1:1"), _gateway.Url, next.Url);
        var fleet = services.GetRequiredService<GatewayFleet>();

        var changed = await fleet.AskOneAsync<JsonElement>(new GatewayCall(HttpMethod.Post, GatewayPath.Of("x")), Cancelled);
        var read = await fleet.GetAsync<JsonElement>(GatewayPath.Of("x"), Cancelled);

        Assert.Equal(GatewayErrorKind.Broken, changed.Error!.Kind);
        Assert.True(read.IsThere);
        Assert.Equal("GET", Assert.Single(next.Asked).Method);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_not_an_answer()
    {
        using var cancel = new CancellationTokenSource();
        _gateway.AnswerWith("/x", async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.GetAsync<JsonElement>(GatewayPath.Of("x"), cancel.Token));
    }

    [Fact]
    public async Task Events_come_again_after_the_stream_breaks()
    {
        var opened = 0;
        _gateway.AnswerWith("/live", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"event: record\ndata: {{\"id\":{++opened}}}\n\n: still here\n\n");
        });

        var events = new List<GatewayEvent>();
        await foreach (var one in Client.FollowAsync(GatewayPath.Of("live"), Cancelled))
        {
            events.Add(one);
            if (events.Count(gathered => gathered.Name == "record") == 2)
            {
                break;
            }
        }

        Assert.Equal(
            [GatewayEvent.Connected, "record", GatewayEvent.Away, GatewayEvent.Connected, "record"], events.Select(one => one.Name));
        Assert.Equal("""{"id":2}""", events[^1].Data);
    }

    [Fact]
    public async Task An_event_that_never_ends_is_cut()
    {
        _gateway.AnswerWith("/live", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            var line = Encoding.ASCII.GetBytes("data: " + new string('x', 64 * 1024));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
            }
        });

        await foreach (var one in Client.FollowAsync(GatewayPath.Of("live"), Cancelled))
        {
            if (one.Name == GatewayEvent.Away)
            {
                Assert.Equal(GatewayErrorKind.TooLarge, one.Error!.Kind);
                break;
            }
        }
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public void A_segment_does_not_leave_the_path(string segment)
        => Assert.Throws<ArgumentException>(() => GatewayPath.Of("records", segment));

    [Fact]
    public void What_people_type_is_escaped()
        => Assert.Equal(
            "/records/a%2F..%2Fb%3Fc?text=%26x%3D1&limit=5",
            GatewayPath.Of("records", "a/../b?c").With("text", "&x=1").With("none", null).With("limit", 5).Text);

    public async ValueTask InitializeAsync()
    {
        _gateway = await FakeGateway.StartAsync(Cancelled);
        _services = Fleets.Of(TimeProvider.System, _gateway.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _gateway.DisposeAsync();
    }
}
