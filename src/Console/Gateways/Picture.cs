namespace WxYarpGateway.Console.Gateways;

/// <summary>A picture that a gateway answered with.</summary>
/// <param name="ContentType">Its type: one of those that browsers draw and that cannot hold a script.</param>
/// <param name="Bytes">The picture.</param>
public sealed record Picture(string ContentType, byte[] Bytes)
{
    private static readonly string[] Drawn = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>Gets the picture as an address that needs no further request.</summary>
    public string DataUrl => $"data:{ContentType};base64,{Convert.ToBase64String(Bytes)}";

    /// <summary>Returns whether a type is one of those.</summary>
    public static bool IsDrawn(string? contentType) => Drawn.Contains(contentType, StringComparer.OrdinalIgnoreCase);
}
