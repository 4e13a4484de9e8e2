using System.Globalization;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Platform.Tests.Records;

public sealed class RecordStepsTests : IDisposable
{
    private readonly RecordSteps _steps = new();

    public void Dispose() => _steps.Dispose();

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.004, "0")]
    [InlineData(0.005, "0.01")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.12, "0.12")]
    [InlineData(7.0, "7")]
    [InlineData(4500.05, "4500.05")]
    [InlineData(300_000.999, "300001")]
    public void Times_are_hundredths_of_milliseconds_without_needless_digits(double milliseconds, string written)
        => Assert.Equal(
            $$"""[{"name":"received","at_ms":0,"took_ms":{{written}},"detail":"9 bytes"}]""",
            _steps.Write([Step("received", 0, milliseconds, "9 bytes")], route: null));

    [Fact]
    public void Each_step_begins_where_the_one_before_ended()
    {
        var json = _steps.Write(
            [Step("received", 0, 0.014, ""), Step("checked", 0.014, 0.014, ""), Step("replied", 0.028, 0.014, "")], route: null);

        Assert.Equal(
            """
            [{"name":"received","at_ms":0,"took_ms":0.01,"detail":""},
            {"name":"checked","at_ms":0.01,"took_ms":0.02,"detail":""},
            {"name":"replied","at_ms":0.03,"took_ms":0.01,"detail":""}]
            """.ReplaceLineEndings(""),
            json);
    }

    [Fact]
    public void The_rule_is_told_with_the_backend_that_it_chose()
    {
        PushStep[] steps = [Step("routed", 0, 1, "backend crm")];

        Assert.Contains(
            "\"rule 客服, backend crm\"", _steps.Write(steps, new RecordedRoute("客服", "crm")), StringComparison.Ordinal);
        Assert.DoesNotContain("rule", _steps.Write(steps, new RecordedRoute("", "crm")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_writer_writes_many_and_nothing_for_none()
    {
        var first = _steps.Write([Step("received", 0, 1, new string('x', 2_000))], null);

        Assert.Empty(_steps.Write([], null));
        Assert.Equal(
            """[{"name":"received","at_ms":0,"took_ms":2,"detail":"2"}]""", _steps.Write([Step("received", 0, 2, "2")], null));
        Assert.Equal(first, _steps.Write([Step("received", 0, 1, new string('x', 2_000))], null));
    }

    [Fact]
    public void Times_are_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };

            Assert.Contains("\"took_ms\":1.5,", _steps.Write([Step("received", 0, 1.5, "")], null), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static PushStep Step(string name, double at, double took, string detail)
        => new(name, TimeSpan.FromMilliseconds(at), TimeSpan.FromMilliseconds(took), detail);
}
