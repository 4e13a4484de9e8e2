using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>What a backend may answer, and what becomes of it.</summary>
public sealed class BackendReplyTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"text","msg":"a"}""", "text", "Content", "a")]
    [InlineData("""{"msg":"a"}""", "text", "Content", "a")]
    [InlineData("""{"TYPE":"text","Msg":"a","extra":1}""", "text", "Content", "a")]
    [InlineData("\uFEFF{\"msg\":\"a\"}\n", "text", "Content", "a")]
    [InlineData("""{"msg":"a]]>b<c>&amp;😀"}""", "text", "Content", "a]]>b<c>&amp;😀")]
    [InlineData("""{"type":"image","msg":"m"}""", "image", "Image.MediaId", "m")]
    [InlineData("""{"type":"voice","msg":"m"}""", "voice", "Voice.MediaId", "m")]
    [InlineData("""{"type":"video","msg":"m","title":"t","desc":"d"}""", "video", "Video.Description", "d")]
    [InlineData("""{"type":"music","title":"t","desc":"d","url":"u","hqUrl":"h","msg":"m"}""", "music", "Music.HQMusicUrl", "h")]
    [InlineData("""{"type":"news","articles":[{"title":"t","desc":"d","picUrl":"p","url":"u"}]}""", "news", "ArticleCount", "1")]
    [InlineData("""{"type":"transfer_customer_service"}""", "transfer_customer_service", "MsgType", "transfer_customer_service")]
    [InlineData("""{"type":"transfer_customer_service","kfAccount":"a@b"}""", "transfer_customer_service", "TransInfo.KfAccount", "a@b")]
    public async Task Every_type_of_reply_reaches_the_user(string json, string type, string field, string value)
    {
        _rig.Backend.Answers(json);

        foreach (var appId in new[] { TestRig.Plain, TestRig.Safe })
        {
            var result = await _rig.PushAsync(appId, PushedMessage.Text("hi"));

            Assert.True(result.IsAnswered, result.Last.Problem);
            Assert.Equal(type, result.Reply?.MsgType);
            Assert.Equal(value, result.Reply?[field]);
            Assert.Equal("application/xml; charset=utf-8", result.Last.Headers["Content-Type"]);
            Assert.Equal(1, _rig.Outcomes[appId, "Replied"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"type":"success"}""")]
    [InlineData("""{"type":"success","msg":"x"}""")]
    [InlineData("""{"msg":""}""")]
    [InlineData("""{"type":"image"}""")]
    [InlineData("""{"type":"news","articles":[]}""")]
    public async Task A_backend_with_nothing_to_say_says_success(string body)
    {
        _rig.Backend.Answers(body);

        await IsSuccessAsync("Nothing");
    }

    [Fact]
    public async Task No_content_is_success()
    {
        _rig.Backend.Script = (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        };

        await IsSuccessAsync("Nothing");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("<html>")]
    [InlineData("""{"msg":1}""")]
    [InlineData("""{"msg":"a" """)]
    [InlineData("""{"type":"Text","msg":"a"}""")]
    [InlineData("""{"type":"no_such_type","msg":"a"}""")]
    [InlineData("""{"type":"news","articles":"a"}""")]
    public async Task A_malformed_answer_is_a_failure(string body)
    {
        _rig.Backend.Answers(body);

        await IsSuccessAsync("Failed");
    }

    [Theory]
    [InlineData(201)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Any_other_status_is_a_failure(int status)
    {
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, """{"msg":"a"}""", status);

        await IsSuccessAsync("Failed");
        Assert.Equal(2, _rig.Backend.Calls.Count);
    }

    [Fact]
    public async Task The_content_type_of_an_answer_does_not_matter()
    {
        _rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, """{"msg":"a"}""", contentType: "image/png");

        var result = await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal("a", result.Reply?["Content"]);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_failure()
    {
        _rig.Backend.Script = async (_, context) =>
        {
            context.Response.ContentLength = 100;
            await ScriptedBackend.WriteAsync(context, """{"msg":"a"}""");
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        };

        await IsSuccessAsync("Failed");
    }

    [Fact]
    public async Task A_connection_that_is_cut_without_an_answer_is_a_failure()
    {
        _rig.Backend.Script = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        await IsSuccessAsync("Failed");
    }

    [Fact]
    public async Task A_huge_answer_is_a_failure_and_is_not_read_to_its_end()
    {
        var isCutOff = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            context.RequestAborted.Register(() => isCutOff.TrySetResult());
            var block = new byte[64 * 1024];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(block, context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                isCutOff.TrySetResult();
            }
        };

        await IsSuccessAsync("Failed");
        await isCutOff.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_failure_can_be_told_to_the_user()
    {
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken,
            ($"Services:{TestRig.Safe}:Reply:WhenFailed", "Text"),
            ($"Services:{TestRig.Safe}:Reply:FailureText", "稍后再试 😀"));
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal("稍后再试 😀", result.Reply?["Content"]);
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Failed"]);
    }

    [Fact]
    public async Task A_backend_that_cannot_be_reached_is_a_failure()
    {
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken, ($"Services:{TestRig.Safe}:MessageBackend", "http://127.0.0.1:1"));

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal("success", result.Reply?.Text);
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Failed"]);
    }

    [Fact]
    public async Task Another_destination_is_tried_when_one_cannot_be_reached_or_is_unavailable()
    {
        await using var unavailable = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        unavailable.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 503);
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken,
            ($"Services:{TestRig.Safe}:MessageBackend", null!),
            ($"Services:{TestRig.Safe}:MessageBackend:0", "http://127.0.0.1:1"),
            ($"Services:{TestRig.Safe}:MessageBackend:1", unavailable.Address),
            ($"Services:{TestRig.Safe}:MessageBackend:2", _rig.Backend.Address));
        _rig.Backend.Answers("""{"msg":"here"}""");

        for (var push = 0; push < 10; push++)
        {
            var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));
            Assert.Equal("here", result.Reply?["Content"]);
        }

        Assert.Equal(10, _rig.Backend.Calls.Count);
        Assert.All(unavailable.Calls, call => Assert.Contains(call.Headers["X-WeChat-Attempt"].ToString(), new[] { "1", "2" }));
    }

    [Fact]
    public async Task A_backend_that_failed_while_it_worked_is_not_asked_twice()
    {
        await using var other = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken,
            ($"Services:{TestRig.Safe}:MessageBackend", null!),
            ($"Services:{TestRig.Safe}:MessageBackend:0", other.Address),
            ($"Services:{TestRig.Safe}:MessageBackend:1", _rig.Backend.Address));
        Func<BackendCall, HttpContext, Task> fails = (_, context) => ScriptedBackend.WriteAsync(context, "", 500);
        (other.Script, _rig.Backend.Script) = (fails, fails);

        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.Equal(1, other.Calls.Count + _rig.Backend.Calls.Count);
    }

    private async Task IsSuccessAsync(string outcome)
    {
        foreach (var appId in new[] { TestRig.Plain, TestRig.Safe })
        {
            var result = await _rig.PushAsync(appId, PushedMessage.Text("hi"));

            Assert.Equal(200, result.Last.Status);
            Assert.Equal("success", result.Last.Body);
            Assert.Equal("text/plain; charset=utf-8", result.Last.Headers["Content-Type"]);
            Assert.InRange(result.Last.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4.8));
            Assert.Equal(1, _rig.Outcomes[appId, outcome]);
            Assert.Equal(1, _rig.Outcomes.Of(appId));
        }
    }
}
