using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Tests.Pipeline.Telemetry;

public sealed class PushMetricsTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("text", "", "text")]
    [InlineData("event", "SCAN", "SCAN")]
    [InlineData("event", "an_event_of_next_year", "an_event_of_next_year")]
    [InlineData("event", "", "")]
    [InlineData("te xt", "", "unknown")]
    [InlineData("text\nforged line", "", "unknown")]
    public void A_type_is_named_if_it_is_well_formed(string type, string name, string expected)
    {
        var message = Pushes.Converted();
        message.Head = new MessageHead { MsgType = type, Event = name };

        Assert.Equal(expected, _host.PushMetrics.TypeOf(message, PushOutcome.Replied));
    }

    [Fact]
    public void Somebody_who_can_sign_makes_no_series_without_end()
    {
        var types = Enumerable.Range(0, 5000)
            .Select(number => _host.PushMetrics.TypeOf(Pushes.Converted(type: $"made_up_{number}"), PushOutcome.Replied))
            .Distinct();

        Assert.Equal(201, types.Count());
        Assert.Equal("text", _host.PushMetrics.TypeOf(Pushes.Converted(), PushOutcome.Replied));
    }

    [Fact]
    public void Somebody_who_cannot_sign_makes_none()
    {
        var refusals = Enum.GetValues<PushOutcome>().Where(outcome => outcome.IsRefusal()).ToList();

        Assert.Equal(
            [
                PushOutcome.Forged, PushOutcome.Stale, PushOutcome.Malformed, PushOutcome.TooLarge,
                PushOutcome.Abandoned, PushOutcome.Misrouted, PushOutcome.UnlistedIp, PushOutcome.Limited,
            ],
            refusals);
        Assert.All(refusals, outcome => Assert.Equal("", _host.PushMetrics.TypeOf(Pushes.Converted(type: "made_up"), outcome)));
    }

    [Fact]
    public void An_outcome_is_called_what_it_is_called_in_code()
        => Assert.All(Enum.GetValues<PushOutcome>(), outcome => Assert.Equal(outcome.ToString(), outcome.Name()));
}
