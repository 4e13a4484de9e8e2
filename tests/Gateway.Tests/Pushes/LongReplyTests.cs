using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>
/// What WeChat does not take in answer to a push reaches the user by the customer-service API: long texts, and what mini programs say.
/// </summary>
public sealed class LongReplyTests
{
    private static readonly string[] Paragraphs = [
        .. Enumerable.Range(1, 4).Select(number => number + string.Concat(Enumerable.Repeat("好\U0001F600", 250)))];
    private static readonly string Long = $$"""{"msg":"{{string.Join("\\n\\n", Paragraphs)}}"}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestRig.Plain)]
    [InlineData(TestRig.Safe)]
    public async Task A_long_text_goes_passively_and_then_by_customer_service(string appId)
    {
        await using var rig = await TestRig.StartAsync(Cancelled);
        rig.Backend.Answers(Long);

        var result = await rig.PushAsync(appId, PushedMessage.Text("hi"));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.Equal(Paragraphs[0], result.Reply?["Content"]);
        Assert.Equal(Paragraphs[1..], await SentAsync(rig, 3));
    }

    [Fact]
    public async Task A_late_long_text_goes_by_customer_service_in_parts()
    {
        await using var rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, Long);
        };

        Assert.Equal("success", (await rig.PastDeadlineAsync(rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi")))).Reply?.Text);
        isReady.SetResult();

        Assert.Equal(Paragraphs, await SentAsync(rig, 4));
    }

    [Fact]
    public async Task A_text_that_is_too_long_for_the_most_parts_is_cut()
    {
        await using var rig = await TestRig.StartAsync(Cancelled, ($"Services:{TestRig.Safe}:Reply:MostParts", "2"));
        rig.Backend.Answers($$"""{"msg":"{{new string('好', 3000)}}"}""");

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));
        var rest = await SentAsync(rig, 1);

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.EndsWith("好…", rest[0], StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(rest[0]), 2000, 2047);
    }

    [Theory]
    [InlineData(DataFormat.Xml, """{"msg":"hello"}""", "text")]
    [InlineData(DataFormat.Json, """{"msg":"hello"}""", "text")]
    [InlineData(DataFormat.Xml, """{"type":"image","msg":"m"}""", "image")]
    [InlineData(DataFormat.Json, """{"type":"voice","msg":"m"}""", "voice")]
    [InlineData(DataFormat.Xml, """{"type":"video","msg":"m","title":"t"}""", "video")]
    [InlineData(DataFormat.Json, """{"type":"music","msg":"m","url":"u","hqUrl":"h"}""", "music")]
    [InlineData(DataFormat.Json, """{"type":"news","articles":[{"title":"t","url":"u"},{"title":"t2","url":"u"}]}""", "news")]
    public async Task What_a_mini_program_says_goes_by_customer_service(DataFormat format, string answer, string type)
    {
        await using var rig = await MiniProgramAsync(format);
        rig.Backend.Answers(answer);

        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi").From("oAda"));
        var sent = await rig.WeChat.SentMessages.NextAsync(Cancelled);

        Assert.Equal("success", result.Reply?.Text);
        Assert.Equal((type, "oAda"), (sent.MsgType, sent.ToUser));
        Assert.Equal(1, rig.Outcomes[TestRig.Safe, "Replied"]);
    }

    [Theory]
    [InlineData(DataFormat.Xml)]
    [InlineData(DataFormat.Json)]
    public async Task A_mini_program_tells_of_a_failure_by_customer_service_and_transfers_passively_to_any_agent(DataFormat format)
    {
        await using var rig = await MiniProgramAsync(format);
        rig.Backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", 404);
        Assert.Equal("success", (await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"))).Reply?.Text);
        Assert.Equal("sorry", (await rig.WeChat.SentMessages.NextAsync(Cancelled)).Text);

        rig.Backend.Answers("""{"type":"transfer_customer_service","kfAccount":"kf@a"}""");
        var result = await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));

        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.Equal("transfer_customer_service", result.Reply?.MsgType);
        Assert.DoesNotContain("TransInfo", result.Reply?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DataFormat.Xml)]
    [InlineData(DataFormat.Json)]
    public async Task The_echo_of_a_mini_program_goes_by_customer_service(DataFormat format)
    {
        await using var rig = await TestRig.StartAsync(Cancelled, ($"Services:{TestRig.Echo}:Kind", "MiniProgram"));
        (rig.Accounts[TestRig.Echo].Format, rig.Accounts[TestRig.Echo].Kind) = (format, AccountKind.MiniProgram);

        Assert.Equal("success", (await rig.PushAsync(TestRig.Echo, PushedMessage.Text("hi"))).Reply?.Text);
        Assert.Equal("hi", (await rig.WeChat.SentMessages.NextAsync(Cancelled)).Text);
    }

    private static async Task<TestRig> MiniProgramAsync(DataFormat format)
    {
        var rig = await TestRig.StartAsync(
            Cancelled,
            ($"Services:{TestRig.Safe}:Kind", "MiniProgram"),
            ($"Services:{TestRig.Safe}:Reply:WhenFailed", "Text"),
            ($"Services:{TestRig.Safe}:Reply:FailureText", "sorry"));
        (rig.Accounts[TestRig.Safe].Format, rig.Accounts[TestRig.Safe].Kind) = (format, AccountKind.MiniProgram);
        return rig;
    }

    private static async Task<string[]> SentAsync(TestRig rig, int count)
    {
        var sent = new List<string>();
        while (sent.Count < count)
        {
            sent.Add((await rig.WeChat.SentMessages.NextAsync(Cancelled)).Text!);
        }

        return [.. sent];
    }
}
