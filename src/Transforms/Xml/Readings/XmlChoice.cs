namespace WxYarpGateway.Transforms.Xml.Readings;

/// <summary>How a document is best read from one tag on, as far as the end of the element around it.</summary>
internal struct XmlChoice
{
    /// <summary>What speaks against that reading.</summary>
    public XmlDoubt Doubt;

    /// <summary>One bit for each name that an element has in it; the last bit stands for all that are left over.</summary>
    public ulong Names;

    /// <summary>The name of its first element; or <see cref="XmlNode.None"/>.</summary>
    public int First;

    /// <summary>The least place of its elements, of those that have one.</summary>
    public int Order;

    /// <summary>The end tag that closes the element which begins here; the tag itself for one that needs none.</summary>
    public int Close;
}
