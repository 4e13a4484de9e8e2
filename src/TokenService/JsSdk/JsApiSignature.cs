namespace WxYarpGateway.TokenService.JsSdk;

/// <summary>What a page hands to <c>wx.config</c> to use the JS-SDK (附录1 JS-SDK使用权限签名算法).</summary>
/// <param name="NonceStr">The random text.</param>
/// <param name="Timestamp">The time of signing, in seconds since 1970.</param>
/// <param name="Signature">The signature.</param>
public sealed record JsApiSignature(string NonceStr, long Timestamp, string Signature)
{
    /// <summary>Signs a page's address now, with a random text of its own.</summary>
    /// <param name="ticket">The account's jsapi_ticket.</param>
    /// <param name="url">The address as the browser shows it; a fragment does not count.</param>
    /// <param name="timeProvider">The clock.</param>
    public static JsApiSignature Sign(string ticket, string url, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        return Sign(ticket, Nonce.Next(), timeProvider.GetUtcNow().ToUnixTimeSeconds(), url);
    }

    /// <summary>Signs a page's address with the given random text and time.</summary>
    public static JsApiSignature Sign(string ticket, string nonceStr, long timestamp, string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var fragment = url.IndexOf('#', StringComparison.Ordinal);

        // All values as they are: WeChat's page signs what location.href says.
        var page = fragment < 0 ? url : url[..fragment];
        var signature = Sha1.Of(FormattableString.Invariant($"jsapi_ticket={ticket}&noncestr={nonceStr}&timestamp={timestamp}&url={page}"));
        return new JsApiSignature(nonceStr, timestamp, signature);
    }
}
