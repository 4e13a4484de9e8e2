using System.Globalization;

namespace WxYarpGateway.TokenService.JsSdk;

/// <summary>What a page hands to <c>wx.addCard</c> in <c>cardExt</c> (附录4 卡券扩展字段及签名生成算法).</summary>
/// <param name="NonceStr">The random text.</param>
/// <param name="Timestamp">The time of signing, in seconds since 1970.</param>
/// <param name="Signature">The signature.</param>
public sealed record WxCardSignature(string NonceStr, long Timestamp, string Signature)
{
    /// <summary>Signs a card now, with a random text of its own.</summary>
    /// <param name="ticket">The account's wx_card ticket (api_ticket).</param>
    /// <param name="cardId">The card.</param>
    /// <param name="code">The card's own code; empty unless the account gives its cards codes of its own.</param>
    /// <param name="openId">The only user who may take the card; empty for anyone.</param>
    /// <param name="timeProvider">The clock.</param>
    public static WxCardSignature Sign(string ticket, string cardId, string code, string openId, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        return Sign(ticket, cardId, code, openId, Nonce.Next(), timeProvider.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <summary>Signs a card with the given random text and time.</summary>
    public static WxCardSignature Sign(string ticket, string cardId, string code, string openId, string nonceStr, long timestamp)
    {
        // An empty value changes nothing, which is WeChat's rule for those that are not there.
        string[] values = [ticket, timestamp.ToString(CultureInfo.InvariantCulture), cardId, code, openId, nonceStr];
        Array.Sort(values, StringComparer.Ordinal);
        return new WxCardSignature(nonceStr, timestamp, Sha1.Of(string.Concat(values)));
    }
}
