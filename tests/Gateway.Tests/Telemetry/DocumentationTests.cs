using System.Text.RegularExpressions;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>Keeps <c>docs/observability.md</c> true.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "observability.md"));

    [Fact]
    public async Task The_table_of_metrics_has_the_instruments_that_there_are()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        await rig.PushAsync(TestRig.Safe, PushedMessage.Text("hi"));
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);

        var written = Rows().Matches(Page).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Order();
        var existing = metrics.Instruments.Select(instrument
            => $"{instrument.Name} {KindOf(instrument.GetType().Name)}{(instrument.Unit is { } unit ? ", " + unit : "")}").Order();

        Assert.Equal(existing, written);
    }

    [Fact]
    public void Every_outcome_and_every_span_is_named()
    {
        Assert.All(Enum.GetNames<PushOutcome>(), outcome => Assert.Contains($"`{outcome}`", Page, StringComparison.Ordinal));
        string[] spans =
        [
            PushSpans.Verify, PushSpans.Open, PushSpans.Convert, PushSpans.Ledger, PushSpans.LedgerWait, PushSpans.UserInfo,
            PushSpans.Forward, PushSpans.Reply, PushSpans.Seal, PushSpans.LateReply, PushSpans.Redelivery,
        ];
        Assert.All(spans, span => Assert.Matches($@"{Regex.Escape(span)}\s", Page));
    }

    private static string KindOf(string type) => type switch
    {
        _ when type.StartsWith("Counter", StringComparison.Ordinal) => "counter",
        _ when type.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
        _ when type.StartsWith("ObservableGauge", StringComparison.Ordinal) => "gauge",
        _ => type,
    };

    [GeneratedRegex(@"^\| `(wxgateway\.[a-z_.]+)` \| ([^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
