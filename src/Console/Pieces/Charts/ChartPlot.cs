using System.Globalization;
using System.Text;

namespace WxYarpGateway.Console.Pieces.Charts;

/// <summary>Where the parts of a chart are, in the units of its picture.</summary>
internal sealed class ChartPlot
{
    /// <summary>The width of the picture.</summary>
    public const double Width = 400;

    /// <summary>The height of the picture.</summary>
    public const double Height = 150;

    private const double Left = 44;
    private const double Top = 8;
    private const double Bottom = 20;
    private const int Marks = 4;

    private static readonly int[] Steps = [1, 2, 4, 8, 10];

    private readonly IReadOnlyList<ChartSeries> _series;
    private readonly int _count;
    private readonly bool _isWhole;

    public ChartPlot(ChartKind kind, IReadOnlyList<ChartSeries> series, int count)
    {
        _series = series;
        _count = Math.Max(1, count);
        _isWhole = kind == ChartKind.Bars;
        var highest = kind == ChartKind.Bars
            ? Enumerable.Range(0, count).Select(index => series.Sum(one => At(one, index) ?? 0)).DefaultIfEmpty().Max()
            : series.SelectMany(one => one.Values).Max() ?? 0;
        Highest = RoundUp(double.IsFinite(highest) ? highest : 0);
    }

    /// <summary>Gets the value at the top.</summary>
    public double Highest { get; }

    /// <summary>Gets the values with a line of their own, and where it is. Bars count, so theirs are whole.</summary>
    public IEnumerable<(double Y, string Text)> Lines()
        => Enumerable.Range(0, Marks + 1).Select(mark => Highest * mark / Marks)
            .Where(value => !_isWhole || double.IsInteger(value))
            .Select(value => (Y(value), value.ToString("#,0.##", CultureInfo.InvariantCulture)));

    /// <summary>Gets the times that are named: the first, the last, and two between.</summary>
    public IEnumerable<(double X, int Index)> Times()
        => new[] { 0, _count / 3, 2 * _count / 3, _count - 1 }.Distinct().Select(index => (X(index) + (Step / 2), index));

    /// <summary>Returns the bars, each with the index of its series, from the bottom up.</summary>
    public IEnumerable<(int Series, double X, double Y, double Width, double Height)> Bars()
    {
        for (var index = 0; index < _count; index++)
        {
            var below = 0.0;
            for (var one = 0; one < _series.Count; one++)
            {
                if (At(_series[one], index) is > 0 and var value)
                {
                    yield return (one, X(index) + (Step * 0.1), Y(below + value), Step * 0.8, Y(below) - Y(below + value));
                    below += value;
                }
            }
        }
    }

    /// <summary>Returns the line of a series as the path of a picture; it breaks where there is no value.</summary>
    public string Line(ChartSeries series)
    {
        var path = new StringBuilder();
        var isOpen = false;
        for (var index = 0; index < _count; index++)
        {
            if (At(series, index) is not { } value)
            {
                isOpen = false;
                continue;
            }

            var hasNext = At(series, index + 1) is not null;
            path.Append(CultureInfo.InvariantCulture, $"{(isOpen ? 'L' : 'M')}{X(index) + (Step / 2):0.##} {Y(value):0.##}");

            // A point alone would not be seen.
            if (!isOpen && !hasNext)
            {
                path.Append("h4");
            }

            isOpen = true;
        }

        return path.ToString();
    }

    /// <summary>Returns a number as the picture wants it, whatever the language.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private double Step => (Width - Left) / _count;

    private static double? At(ChartSeries series, int index)
        => index < series.Values.Count && series.Values[index] is { } value && double.IsFinite(value) && value >= 0 ? value : null;

    // 1, 2 or 5 and zeros, so that the marks are plain numbers.
    private static double RoundUp(double value)
    {
        if (value <= 4)
        {
            return value <= 0 ? 4 : value <= 1 ? 1 : 4;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Steps.First(step => step * power >= value) * power;
    }

    private double X(int index) => Left + (Step * index);

    private double Y(double value) => Height - Bottom - ((Height - Bottom - Top) * Math.Min(value, Highest) / Highest);
}
