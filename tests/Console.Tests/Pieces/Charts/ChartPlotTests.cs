using WxYarpGateway.Console.Pieces.Charts;

namespace WxYarpGateway.Console.Tests.Pieces.Charts;

public sealed class ChartPlotTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.5, 1)]
    [InlineData(3, 4)]
    [InlineData(11, 20)]
    [InlineData(399, 400)]
    [InlineData(401, 800)]
    [InlineData(999, 1000)]
    public void The_top_is_a_plain_number(double highest, double top)
        => Assert.Equal(top, new ChartPlot(ChartKind.Lines, [new("a", [highest])], 1).Highest);

    [Fact]
    public void Bars_lie_on_each_other()
    {
        var plot = new ChartPlot(ChartKind.Bars, [new("a", [10, null]), new("b", [30, 5])], 2);

        var bars = plot.Bars().ToList();

        Assert.Equal(40, plot.Highest);
        Assert.Equal([0, 1, 1], bars.Select(bar => bar.Series));
        Assert.Equal(bars[0].Y, bars[1].Y + bars[1].Height, 6);
    }

    [Theory]
    [InlineData(1, "0 1")]
    [InlineData(3, "0 1 2 3 4")]
    [InlineData(9, "0 5 10")]
    [InlineData(900, "0 250 500 750 1,000")]
    public void Counts_are_marked_by_whole_numbers(double highest, string marks)
    {
        var plot = new ChartPlot(ChartKind.Bars, [new("a", [highest])], 1);

        Assert.Equal(marks.Split(' '), plot.Lines().Select(line => line.Text));
    }

    [Fact]
    public void A_line_breaks_where_nothing_is_and_hostile_numbers_are_nothing()
    {
        var plot = new ChartPlot(ChartKind.Lines, [new("a", [1, null, 2, double.NaN, double.PositiveInfinity, -1])], 6);

        var path = plot.Line(new("a", [1, null, 2, double.NaN, double.PositiveInfinity, -1]));

        Assert.Equal(2, path.Count(letter => letter == 'M'));
        Assert.DoesNotContain("L", path, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
    }
}
