using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

/// <summary>The alerts and the dashboard, read by Prometheus' own tool and held against the metrics that there are.</summary>
public sealed partial class AlertTests
{
    private static readonly string Rules = Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.yaml");
    private static readonly string Dashboard = Path.Combine(Repository.Root, "deploy", "grafana", "dashboards", "wxyarpgateway.json");

    [Fact]
    public async Task Prometheus_takes_the_configuration_and_its_rules()
        => await PromtoolAsync(Path.GetDirectoryName(Rules)!, "check", "config", "prometheus.yaml");

    [Fact]
    public async Task Each_alert_fires_when_it_should_and_is_quiet_when_all_is_well()
    {
        using var workplace = new Workplace();
        File.Copy(Rules, Path.Combine(workplace.Folder, "alerts.yaml"));
        File.Copy(Path.Combine(Repository.Root, "tests", "EndToEnd.Tests", "Deploy", "alerts.test.yaml"),
            Path.Combine(workplace.Folder, "alerts.test.yaml"));

        await PromtoolAsync(workplace.Folder, "test", "rules", "alerts.test.yaml");
    }

    [Fact]
    public void Each_alert_is_driven_to_fire_by_a_test()
    {
        var tested = File.ReadAllText(Path.Combine(Repository.Root, "tests", "EndToEnd.Tests", "Deploy", "alerts.test.yaml"));

        Assert.All(Names(), alert => Assert.Matches($@"alertname: {alert}\s+exp_alerts:\s+- exp_labels", tested));
    }

    [Fact]
    public void The_operators_guide_explains_each_alert()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.All(Names(), alert => Assert.Contains($"`{alert}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Alerts_and_dashboard_ask_only_for_metrics_that_there_are()
    {
        var documented = DocumentedMetric().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "observability.md")))
            .Select(match => match.Groups[1].Value.Replace('.', '_'))
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(documented);
        Assert.All(Asked(File.ReadAllText(Rules)).Concat(Asked(File.ReadAllText(Dashboard))), name
            => Assert.Contains(Suffix().Replace(name, ""), documented));
    }

    [Fact]
    public void Each_panel_says_what_it_shows_and_none_lies_upon_another()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Dashboard));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var taken = new HashSet<(int, int)>();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel =>
        {
            var place = panel.GetProperty("gridPos");
            for (var x = 0; x < place.GetProperty("w").GetInt32(); x++)
            {
                for (var y = 0; y < place.GetProperty("h").GetInt32(); y++)
                {
                    Assert.True(taken.Add((place.GetProperty("x").GetInt32() + x, place.GetProperty("y").GetInt32() + y)),
                        panel.GetProperty("title").GetString());
                }
            }

            if (panel.GetProperty("type").GetString() != "row")
            {
                Assert.NotEmpty(panel.GetProperty("description").GetString()!);
                Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength());
            }
        });
    }

    private static List<string> Names() => [.. AlertName().Matches(File.ReadAllText(Rules)).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Asked(string queries) => AskedMetric().Matches(queries).Select(match => match.Value);

    private static async Task PromtoolAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "promtool", arguments)
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{output}{await errors}");
        Assert.Contains("SUCCESS", output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"wxgateway_\w+")]
    private static partial Regex AskedMetric();

    [GeneratedRegex(@"`(wxgateway\.[a-z_.]+)`")]
    private static partial Regex DocumentedMetric();

    // What the collector adds to a name for Prometheus: the unit and the kind.
    [GeneratedRegex("(_total|_seconds|_seconds_bucket)$")]
    private static partial Regex Suffix();
}
