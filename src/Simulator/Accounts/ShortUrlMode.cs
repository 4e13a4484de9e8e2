namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Lists how <c>/cgi-bin/shorturl</c> behaves; WeChat's own went through all three.</summary>
public enum ShortUrlMode
{
    /// <summary>It answers errcode 45103, as accounts have reported since 2023.</summary>
    Unsupported,

    /// <summary>It returns the long URL itself, as documented since 2021-03-15.</summary>
    ReturnsLongUrl,

    /// <summary>It shortens URLs, as before 2021-03-15.</summary>
    Shortens,
}
