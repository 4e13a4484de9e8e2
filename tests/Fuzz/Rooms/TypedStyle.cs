namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>How WeChat lays a message out: differently from one kind to the next.</summary>
/// <param name="Line">What stands between elements.</param>
/// <param name="Blank">What stands around CDATA.</param>
internal sealed record TypedStyle(string Line, string Blank)
{
    public static IReadOnlyList<TypedStyle> All { get; } = [new("", ""), new("\n", ""), new("\r\n    ", ""), new("\n", " ")];
}
