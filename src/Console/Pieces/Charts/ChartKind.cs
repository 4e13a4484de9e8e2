namespace WxYarpGateway.Console.Pieces.Charts;

/// <summary>How a chart shows its series.</summary>
public enum ChartKind
{
    /// <summary>As bars on top of each other: parts of a sum.</summary>
    Bars,

    /// <summary>As lines.</summary>
    Lines,
}
