using System.IO.Pipelines;
using System.Text.Json;
using WxYarpGateway.Gateway.Commands.Releases;
using WxYarpGateway.Gateway.Tests.Commands;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>The verb <c>platform release</c> against a running gateway.</summary>
public sealed class ReleaseCommandTests : IDisposable
{
    private const string Order = """{"to":{"all":true},"template_id":12,"user_version":"3.2.0"}""";

    private readonly Workplace _workplace = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task It_files_an_order_shows_the_progress_and_exits_0_when_all_have_the_version()
    {
        await using var rig = await ReleaseRig.StartAsync(3);

        var result = await RunAsync(rig, Order);

        Assert.True(result.ExitCode == 0, string.Join('\n', result.Error));
        Assert.StartsWith("Release ", result.Output[0], StringComparison.Ordinal);
        Assert.Contains("3/3  Released 3", result.Output);
        Assert.Equal("All 3 mini programs are where the order wants them.", result.Output[^1]);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task What_failed_is_grouped_with_its_cure_and_the_exit_code_is_1()
    {
        await using var rig = await ReleaseRig.StartAsync(7);

        var result = await RunAsync(rig, Order.Replace("12", "99", StringComparison.Ordinal));

        Assert.Equal(1, result.ExitCode);
        var group = Assert.Single(result.Output, line => line.StartsWith("7 Failed with errcode 85014: ", StringComparison.Ordinal));
        var index = Array.IndexOf(result.Output, group);
        Assert.StartsWith("  Cure: ", result.Output[index + 1], StringComparison.Ordinal);
        Assert.EndsWith("and 2 more", result.Output[index + 2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_one_object_a_line_and_the_result_at_last()
    {
        await using var rig = await ReleaseRig.StartAsync(2);

        var result = await RunAsync(rig, Order.Replace("12", "99", StringComparison.Ordinal), "--json");

        var lines = result.Output.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("filed", lines[0].GetProperty("event").GetString());
        Assert.All(lines[1..^1], line => Assert.Equal("release", line.GetProperty("event").GetString()));
        var last = lines[^1];
        Assert.Equal(("result", false), (last.GetProperty("event").GetString(), last.GetProperty("done").GetBoolean()));
        var failure = Assert.Single(last.GetProperty("failures").EnumerateArray());
        Assert.Equal((85014, 2), (failure.GetProperty("errcode").GetInt32(), failure.GetProperty("appids").GetArrayLength()));
    }

    [Fact]
    public async Task A_release_that_ends_with_another_step_is_done_at_that_step()
    {
        await using var rig = await ReleaseRig.StartAsync(2);

        var result = await RunAsync(rig, """{"to":{"all":true},"template_id":12,"user_version":"3.2.0","steps":["commit"]}""");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("2/2  Done 2", result.Output);
    }

    [Fact]
    public async Task When_it_is_stopped_the_release_goes_on_and_it_says_how_to_come_back()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditAfter = null);
        using var stop = new CancellationTokenSource();
        var running = CommandLine.RunAsync(_workplace.Environment, stop.Token, Arguments(rig, Order));
        await Eventually.HoldsAsync(() => rig.CountsOf(1).Submissions == 1, "it was submitted", Cancelled);

        await stop.CancelAsync();
        var stopped = await running;

        Assert.Equal(130, stopped.ExitCode);
        var back = Assert.Single(stopped.Error);
        Assert.Contains("goes on", back, StringComparison.Ordinal);
        var words = back[(back.IndexOf("platform release", StringComparison.Ordinal))..].Split(' ');
        await rig.WeChat.Code.DecideAsync(
            ReleaseRig.AppIdOf(1), new Simulator.Code.Audits.AuditVerdict(Simulator.Accounts.AuditResult.Approve), Cancelled);
        Assert.Equal(0, (await CommandLine.RunAsync(_workplace.Environment, words)).ExitCode);
    }

    [Fact]
    public async Task A_paused_release_ends_it_with_the_reason()
    {
        await using var rig = await ReleaseRig.StartAsync(3);

        var result = await RunAsync(
            rig, """{"to":{"all":true},"template_id":99,"user_version":"3.2.0","at_once":1,"stop_after":2}""");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Output, line => line.StartsWith("Paused: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_that_the_gateway_refuses_is_told_with_its_errors()
    {
        await using var rig = await ReleaseRig.StartAsync(1);

        var result = await RunAsync(rig, """{"to":{"all":true},"templateId":12}""");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("templateId", Assert.Single(result.Error), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "order.json")]
    [InlineData(2, "--platform", "saas")]
    [InlineData(2, "order.json", "--platform", "saas", "--id", "1")]
    [InlineData(2, "order.json", "--platform", "saas", "--url", "ftp://x")]
    [InlineData(2, "missing.json", "--platform", "saas")]
    public async Task What_is_wrong_with_the_command_is_a_sentence(int exitCode, params string[] arguments)
    {
        _workplace.Write("order.json", Order);

        var result = await CommandLine.RunAsync(_workplace.Environment, ["platform", "release", .. arguments]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Single(result.Error);
    }

    [Fact]
    public async Task An_answer_that_gives_no_sign_of_life_is_given_up()
    {
        var silent = new Pipe();
        await using var stream = new ReadTimeoutStream(silent.Reader.AsStream(), TimeSpan.FromMilliseconds(100));
        await silent.Writer.WriteAsync(": still here\n"u8.ToArray(), Cancelled);
        using var reader = new StreamReader(stream);

        Assert.Equal(": still here", await reader.ReadLineAsync(Cancelled));
        await Assert.ThrowsAsync<IOException>(async () => await reader.ReadLineAsync(Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await reader.ReadLineAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task With_no_wait_it_only_files()
    {
        await using var rig = await ReleaseRig.StartAsync(1, code => code.AuditAfter = null);

        var result = await RunAsync(rig, Order, "--no-wait");

        Assert.Equal(0, result.ExitCode);
        Assert.Single(result.Output);
    }

    private async Task<CommandLineResult> RunAsync(ReleaseRig rig, string order, params string[] more)
        => await CommandLine.RunAsync(_workplace.Environment, Arguments(rig, order, more));

    private string[] Arguments(ReleaseRig rig, string order, params string[] more)
    {
        _workplace.Write("order.json", order);
        return ["platform", "release", "order.json", "--platform", "saas", "--url", rig.Gateway.InternalAddress.ToString(), .. more];
    }
}
