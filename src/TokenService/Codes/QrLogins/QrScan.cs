namespace WxYarpGateway.TokenService.Codes.QrLogins;

/// <summary>Who scanned the QR code of a sign-in first.</summary>
/// <param name="OpenId">The user.</param>
/// <param name="Confirmation">The secret of the link by which this user, and nobody else, confirms.</param>
public sealed record QrScan(string OpenId, string Confirmation)
{
    /// <summary>Returns nothing of it.</summary>
    public override string ToString() => "***";
}
