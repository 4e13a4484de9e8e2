namespace WxYarpGateway.Console.Gateways.Authorizers;

/// <summary>A link by which an owner gives an account into a platform's care.</summary>
/// <param name="Url">The link.</param>
/// <param name="Qr">Its QR code, a PNG picture as an address that begins with <c>data:</c>.</param>
public sealed record InvitationLink(string Url, string Qr)
{
    private const string Png = "data:image/png;base64,";

    /// <summary>Gets a value indicating whether the code is a picture that can be drawn.</summary>
    public bool HasPicture => Qr.StartsWith(Png, StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether the link leads to a web page.</summary>
    public bool IsWeb => Uri.TryCreate(Url, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https");
}
