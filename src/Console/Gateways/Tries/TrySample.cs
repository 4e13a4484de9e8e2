namespace WxYarpGateway.Console.Gateways.Tries;

/// <summary>A push as WeChat sends it, with made-up values.</summary>
public sealed record TrySample
{
    /// <summary>Gets its name, such as <c>text</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets whether it is a <c>message</c> or an <c>event</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Gets the push.</summary>
    public string Xml { get; init; } = "";
}
