using System.Globalization;

namespace WxYarpGateway.Testing.Otlp;

/// <summary>One series of a metric as a collector gets it. The value of a histogram is its count.</summary>
public sealed record ReceivedMetric(string Meter, string Name, string Unit, IReadOnlyDictionary<string, string> Tags, double Value)
{
    /// <summary>Gets a value indicating whether the value only grows.</summary>
    public bool IsCounter { get; private init; }

    public bool IsHistogram { get; private init; }

    public override string ToString()
        => $"{Name} [{Unit}] {string.Join(' ', Tags.Select(tag => $"{tag.Key}={tag.Value}"))}"
            + $" = {Value.ToString(CultureInfo.InvariantCulture)}";

    internal static IEnumerable<ReceivedMetric> Of(WireMessage request)
        => from scope in request.Messages(1, 2)
           from metric in scope.Messages(2)
           from series in Numbers(metric).Concat(Histograms(metric))
           select new ReceivedMetric(scope.Messages(1).First().Text(1), metric.Text(1), metric.Text(3), series.Tags, series.Value)
           {
               IsCounter = metric.Messages(7).Any(sum => sum.Number(3) != 0),
               IsHistogram = metric.Has(9),
           };

    private static IEnumerable<(Dictionary<string, string> Tags, double Value)> Numbers(WireMessage metric)
        => metric.Messages(5, 1).Concat(metric.Messages(7, 1)).Select(
            point => (point.Attributes(7), point.Has(4) ? point.Double(4) : (long)point.Number(6)));

    private static IEnumerable<(Dictionary<string, string> Tags, double Value)> Histograms(WireMessage metric)
        => metric.Messages(9, 1).Select(point => (point.Attributes(9), (double)point.Number(4)));
}
