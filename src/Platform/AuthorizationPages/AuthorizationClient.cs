namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>Which of WeChat's two authorization pages a browser is sent to.</summary>
public enum AuthorizationClient
{
    /// <summary>The page for a desktop, with a QR code for the administrator's phone.</summary>
    Pc,

    /// <summary>The page for WeChat's own browser.</summary>
    H5,
}
