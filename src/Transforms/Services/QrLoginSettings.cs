namespace WxYarpGateway.Transforms.Services;

/// <summary>The settings of a service's sign-in on web sites by QR code.</summary>
/// <param name="PublicUrl">The URL at which browsers reach the gateway.</param>
/// <param name="Path">The path of its pages.</param>
/// <param name="IsConfirmed">Whether the user confirms on the phone after the scan.</param>
/// <param name="ReturnHosts">The hosts to which a sign-in may lead, beside paths of the gateway's own.</param>
internal sealed record QrLoginSettings(Uri PublicUrl, string Path, bool IsConfirmed, IReadOnlyList<string> ReturnHosts)
{
    /// <summary>Gets the address of the pages, without a slash at its end.</summary>
    public string Address => PublicUrl.AbsoluteUri.TrimEnd('/') + Path.TrimEnd('/');
}
