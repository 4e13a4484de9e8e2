namespace WxYarpGateway.TokenService.Codes.QrLogins;

/// <summary>A sign-in on a web site that waits for a phone to scan its QR code.</summary>
/// <param name="Id">What the QR code stands for: 22 characters of base64url. Whoever sees the code may know it.</param>
/// <param name="Browser">The SHA-256 of the secret that only the browser has which shows the code, in base64url.</param>
/// <param name="To">Where that browser goes with the sign-in's code.</param>
/// <param name="State">The caller's own, which comes back with the code; may be empty.</param>
/// <param name="Address">The network address of the browser, for the person with the phone.</param>
/// <param name="BeganAt">When it began.</param>
public sealed record QrLoginAttempt(string Id, string Browser, string To, string State, string Address, DateTimeOffset BeganAt)
{
    /// <summary>How many characters an id has.</summary>
    public const int IdLength = 22;

    /// <summary>How long a sign-in may take.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Returns nothing of it: the state may be a secret of the caller's.</summary>
    public override string ToString() => "***";
}
