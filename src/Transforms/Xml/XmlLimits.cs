namespace WxYarpGateway.Transforms.Xml;

/// <summary>The limits of a pushed document. WeChat's own documents are far smaller.</summary>
internal static class XmlLimits
{
    /// <summary>The deepest nesting, including the root.</summary>
    public const int Depth = 32;

    /// <summary>The largest number of elements.</summary>
    public const int Nodes = 4096;
}
