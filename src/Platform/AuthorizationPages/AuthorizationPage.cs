namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>A page of a platform on the public listener.</summary>
internal enum AuthorizationPage
{
    /// <summary>The page with the button, for desktops; inside WeChat it acts as <see cref="H5"/>.</summary>
    Pc,

    /// <summary>The page with the button, for WeChat's own browser.</summary>
    H5,

    /// <summary>Where WeChat sends the browser afterwards.</summary>
    Return,
}
