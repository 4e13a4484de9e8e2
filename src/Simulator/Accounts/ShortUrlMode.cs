namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Names what <c>/cgi-bin/shorturl</c> does; WeChat went through all three.</summary>
public enum ShortUrlMode
{
    /// <summary>It is no longer supported (errcode 45103), as accounts have reported since 2023.</summary>
    Unsupported,

    /// <summary>It answers with the long URL itself, as documented from 2021-03-15 on.</summary>
    ReturnsLongUrl,

    /// <summary>It shortens, as it did before.</summary>
    Shortens,
}
