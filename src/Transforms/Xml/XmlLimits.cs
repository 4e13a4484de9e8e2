namespace WxYarpGateway.Transforms.Xml;

/// <summary>How much structure a pushed document may have; WeChat's own stay far below.</summary>
internal static class XmlLimits
{
    /// <summary>The deepest nesting, the root counted.</summary>
    public const int Depth = 32;

    /// <summary>The largest number of elements.</summary>
    public const int Nodes = 4096;
}
